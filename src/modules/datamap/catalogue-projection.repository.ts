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
import type { DataMapDocument } from "./core/document.js";

/** PostgreSQL takes 65,535 parameters in one statement; no projected row has more than ten columns. */
const ROWS_PER_INSERT = 5_000;

type Row = Readonly<Record<string, string | number | null>>;

/** Fills every projection table with the entries of the first revision. */
export async function insertProjections(tx: Tx, document: DataMapDocument, revision: number): Promise<void> {
  for (const [entity, rows] of projectionsOf(document, revision)) {
    for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
      await tx.insert(entity, rows.slice(start, start + ROWS_PER_INSERT));
    }
  }
}

/** The rows of each table, in an order in which every foreign key finds its row. */
function projectionsOf(document: DataMapDocument, firstRevision: number): [new () => object, Row[]][] {
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
    [SubjectKindEntity, document.subjectKinds.map(keyed)],
    [CollectionChannelEntity, document.channels.map(kinded)],
    [DataCategoryEntity, document.categories.map(keyed)],
    [ProcessingPurposeEntity, document.purposes.map(keyed)],
    [LegalGroundEntity, document.legalGrounds.map(kinded)],
    [
      JurisdictionEntity,
      document.jurisdictions.map(({ code, name, retiredOn }) => ({
        code,
        name,
        firstRevision,
        retiredOn: retiredOn ?? null,
      })),
    ],
    [SafeguardEntity, document.safeguards.map(kinded)],
    [SecurityMeasureEntity, document.securityMeasures.map(kinded)],
    [ServiceTypeEntity, document.serviceTypes.map(keyed)],
    [
      RecipientEntity,
      document.recipients.map((entry) => ({ ...kinded(entry), jurisdiction: entry.jurisdiction })),
    ],
    [AgreementEntity, document.agreements.map((entry) => ({ ...keyed(entry), recipient: entry.recipient }))],
    [SharingRuleEntity, document.sharingRules.map(keyed)],
    [DataStoreEntity, document.dataStores.map((entry) => ({ ...keyed(entry), country: entry.country }))],
    [RetentionRuleEntity, document.retentionRules.map(keyed)],
    [ProcessingActivityEntity, document.activities.map(keyed)],
    [ImpedimentEntity, document.impediments.map(keyed)],
    [
      RightsRuleEntity,
      document.rightsRules.map((entry) => ({ ...keyed(entry), requestKind: entry.requestKind })),
    ],
    [IntakeRuleEntity, document.intakeRules.map(keyed)],
    [
      PolicyVersionEntity,
      document.policyVersions.map(({ number, title, effectiveFrom }) => ({
        number,
        name: title,
        effectiveFrom,
        firstRevision,
      })),
    ],
  ];
}
