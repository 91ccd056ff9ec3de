import type { Tx } from "../../platform/db/transaction.js";
import {
  AgreementEntity,
  CollectionChannelEntity,
  DataCategoryEntity,
  DataStoreEntity,
  ImpedimentEntity,
  IntakeRuleEntity,
  JurisdictionEntity,
  LegalGroundEntity,
  PolicyVersionEntity,
  ProcessingActivityEntity,
  ProcessingPurposeEntity,
  RecipientEntity,
  RetentionRuleEntity,
  RightsRuleEntity,
  SafeguardEntity,
  SecurityMeasureEntity,
  ServiceTypeEntity,
  SharingRuleEntity,
  SubjectKindEntity,
} from "./catalogue-entry.entity.js";
import type { CatalogueList } from "./core/catalogue-lists.js";
import type { DataMapDocument, JurisdictionEntry, PolicyVersion } from "./core/document.js";
import type { EntryChange } from "./core/plan-changes.js";

/** PostgreSQL takes 65,535 parameters in one statement; no projected row has more than ten columns. */
const ROWS_PER_INSERT = 5_000;

type Row = Readonly<Record<string, string | number | null>>;

/** Fills every projection table with the entries of the first revision. */
export async function insertProjections(tx: Tx, document: DataMapDocument, revision: number): Promise<void> {
  for (const { entity, rows } of projectionsOf(document, revision)) {
    for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
      await tx.insert(entity, rows.slice(start, start + ROWS_PER_INSERT));
    }
  }
}

/** Brings the projections of the changed entries up to a later revision. What an entry's row is found by never changes, nor when it came. */
export async function upsertProjections(
  tx: Tx,
  document: DataMapDocument,
  revision: number,
  changes: readonly EntryChange[],
): Promise<void> {
  const changed = new Set(changes.map(({ part, key }) => `${part} ${key}`));
  for (const { part, entity, rows } of projectionsOf(document, revision)) {
    const touched = rows.filter((row) => changed.has(`${part} ${row.key ?? row.code ?? row.number}`));
    const { columns, primaryColumns } = tx.connection.getMetadata(entity);
    const overwritten = columns.filter(
      ({ isPrimary, propertyName }) => !isPrimary && propertyName !== "firstRevision",
    );
    for (let start = 0; start < touched.length; start += ROWS_PER_INSERT) {
      await tx
        .createQueryBuilder()
        .insert()
        .into(entity)
        .values(touched.slice(start, start + ROWS_PER_INSERT))
        .orUpdate(
          overwritten.map(({ databaseName }) => databaseName),
          primaryColumns.map(({ databaseName }) => databaseName),
        )
        .execute();
    }
  }
}

/** The rows that one part of the document has in its table. */
interface Projection {
  readonly part: CatalogueList | "policyVersions";
  readonly entity: new () => object;
  readonly rows: Row[];
}

/** The rows of each table, in an order in which every foreign key finds its row. */
function projectionsOf(document: DataMapDocument, firstRevision: number): Projection[] {
  const keyed = (entry: { key: string; name: string; retiredOn?: string | undefined }): Row => ({
    key: entry.key,
    name: entry.name,
    firstRevision,
    retiredOn: entry.retiredOn ?? null,
  });
  const kinded = (entry: Parameters<typeof keyed>[0] & { kind: string }): Row => ({
    ...keyed(entry),
    kind: entry.kind,
  });
  return [
    { part: "subjectKinds", entity: SubjectKindEntity, rows: document.subjectKinds.map(keyed) },
    { part: "channels", entity: CollectionChannelEntity, rows: document.channels.map(kinded) },
    { part: "categories", entity: DataCategoryEntity, rows: document.categories.map(keyed) },
    { part: "purposes", entity: ProcessingPurposeEntity, rows: document.purposes.map(keyed) },
    { part: "legalGrounds", entity: LegalGroundEntity, rows: document.legalGrounds.map(kinded) },
    {
      part: "jurisdictions",
      entity: JurisdictionEntity,
      rows: document.jurisdictions.map((entry) => jurisdictionRow(entry, firstRevision)),
    },
    { part: "safeguards", entity: SafeguardEntity, rows: document.safeguards.map(kinded) },
    { part: "securityMeasures", entity: SecurityMeasureEntity, rows: document.securityMeasures.map(kinded) },
    { part: "serviceTypes", entity: ServiceTypeEntity, rows: document.serviceTypes.map(keyed) },
    {
      part: "recipients",
      entity: RecipientEntity,
      rows: document.recipients.map((entry) => ({ ...kinded(entry), jurisdiction: entry.jurisdiction })),
    },
    {
      part: "agreements",
      entity: AgreementEntity,
      rows: document.agreements.map((entry) => ({ ...keyed(entry), recipient: entry.recipient })),
    },
    { part: "sharingRules", entity: SharingRuleEntity, rows: document.sharingRules.map(keyed) },
    {
      part: "dataStores",
      entity: DataStoreEntity,
      rows: document.dataStores.map((entry) => ({ ...keyed(entry), country: entry.country })),
    },
    { part: "retentionRules", entity: RetentionRuleEntity, rows: document.retentionRules.map(keyed) },
    { part: "activities", entity: ProcessingActivityEntity, rows: document.activities.map(keyed) },
    { part: "impediments", entity: ImpedimentEntity, rows: document.impediments.map(keyed) },
    {
      part: "rightsRules",
      entity: RightsRuleEntity,
      rows: document.rightsRules.map((entry) => ({ ...keyed(entry), requestKind: entry.requestKind })),
    },
    { part: "intakeRules", entity: IntakeRuleEntity, rows: document.intakeRules.map(keyed) },
    {
      part: "policyVersions",
      entity: PolicyVersionEntity,
      rows: document.policyVersions.map((version) => policyVersionRow(version, firstRevision)),
    },
  ];
}

function jurisdictionRow({ code, name, retiredOn }: JurisdictionEntry, firstRevision: number): Row {
  return { code, name, firstRevision, retiredOn: retiredOn ?? null };
}

function policyVersionRow({ number, title, effectiveFrom }: PolicyVersion, firstRevision: number): Row {
  return { number, name: title, effectiveFrom, firstRevision };
}
