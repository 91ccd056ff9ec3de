import type { DataSource, EntityManager } from "typeorm";
import type { Clock } from "../../platform/clock.js";
import { inTransaction, type Tx } from "../../platform/db/transaction.js";
import { AppError, badInput, type FieldProblem } from "../../platform/errors.js";
import { upsertProjections } from "./catalogue-projection.repository.js";
import { checkChanges, kindInUse, kindsChanged } from "./core/check-changes.js";
import type { DocumentProblem } from "./core/document-problem.js";
import { changesBetween, describeChanges } from "./core/plan-changes.js";
import type { EntryChange } from "./core/plan-changes.js";
import { touchedSharingRules } from "./core/touched-sharing-rules.js";
import type { TouchedSharingRule } from "./core/touched-sharing-rules.js";
import { readDataMapDocument } from "./data-map-document.parser.js";
import type { DocumentFormat, ReadDocument } from "./data-map-document.parser.js";
import { insertRevision, moveHead, notifyRevision } from "./data-map-revisions.repository.js";
import { DataMapSnapshot } from "./data-map-snapshot.js";
import type { DataMapRevision } from "./data-map-snapshot.js";
import type { DataMapService } from "./data-map.service.js";
import type { KindedList, UsageCheck } from "./usage-check.js";

const MESSAGE_LENGTH_MAX = 500;

/** How many changes a message names; the whole list is an answer's, or `dataMapDiff`'s. */
const CHANGES_SHOWN = 5;

/** How a change of the data map is to be made. */
export interface ChangeRequest {
  /** Plan only. */
  readonly dryRun: boolean;
  /** Said of the revision; the changes in words where left out. */
  readonly message?: string | null | undefined;
  /** From when it applies; now where left out. */
  readonly effectiveFrom?: Date | null | undefined;
  /** The revision the change was made from; the newest where left out. */
  readonly expectedRevision?: number | null | undefined;
  readonly appliedBy: string;
  /** What is to be stored in the same transaction, once the revision of that number is; or nothing of both. */
  readonly alongWith?: (tx: Tx, revision: number) => Promise<void>;
}

/** A whole data map to be put in the place of the newest one. */
export interface DocumentToApply {
  readonly sourceText: string;
  readonly format: DocumentFormat;
  /** What it is called in errors. */
  readonly sourceName: string;
}

/** What a change came to. */
export interface AppliedChange {
  /** The data map as it is now, or as it would be after a dry run. */
  readonly snapshot: DataMapSnapshot;
  /** The number it got; the newest one where nothing was stored. */
  readonly revision: number;
  readonly applied: boolean;
  readonly changes: readonly EntryChange[];
  readonly touchedSharingRules: readonly TouchedSharingRule[];
}

/** A change thought through against one revision: `base`. */
interface Plan {
  readonly base: DataMapSnapshot;
  readonly next: DataMapRevision;
  readonly sourceText: string;
  readonly changes: readonly EntryChange[];
  readonly refuse: ReadDocument["refuse"];
  readonly alongWith: ChangeRequest["alongWith"];
}

/** Changes the data map: every change is a whole document that is planned against the newest revision and becomes the next one. */
export class ApplyDataMapService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly dataMaps: DataMapService,
    private readonly usage: UsageCheck,
  ) {}

  /**
   * Makes a document the next revision, or with `dryRun` says what that would change. A document that says what the newest revision
   * says stores nothing, whatever its comments and the order of its entries.
   *
   * @throws AppError BAD_USER_INPUT with everything wrong, by line, column and key; CONFLICT, with what moved, where the newest
   * revision is not the expected one, or another was stored meanwhile
   */
  async apply(document: DocumentToApply, request: ChangeRequest): Promise<AppliedChange> {
    const base = await this.dataMaps.refresh();
    const problems = problemsOf(request, base);
    if (problems.length > 0) throw badInput(problems);
    const read = readDataMapDocument(document.sourceText, document.sourceName, document.format);
    const changes = changesBetween(base.document, read.document);
    if (changes.length === 0) {
      return { snapshot: base, revision: base.revision, applied: false, changes, touchedSharingRules: [] };
    }
    const { expectedRevision } = request;
    if (expectedRevision != null && expectedRevision !== base.revision) {
      throw await this.#moved("expectedRevision", expectedRevision, base);
    }
    const next = this.#revisionAfter(base, read, changes, request);
    const { sourceText } = document;
    const plan: Plan = { base, next, sourceText, changes, refuse: read.refuse, alongWith: request.alongWith };
    await this.#refuseForbidden(this.dataSource.manager, plan);
    if (!request.dryRun) await this.#store(plan);
    return {
      snapshot: request.dryRun ? new DataMapSnapshot(next) : this.dataMaps.current(),
      revision: request.dryRun ? base.revision : next.number,
      applied: !request.dryRun,
      changes,
      touchedSharingRules: touchedSharingRules(base.document, next.document, changes),
    };
  }

  #revisionAfter(
    base: DataMapSnapshot,
    { document }: ReadDocument,
    changes: readonly EntryChange[],
    { message, effectiveFrom, appliedBy }: ChangeRequest,
  ): DataMapRevision {
    const now = this.clock.now();
    const from = effectiveFrom ?? now;
    if (base.effectiveFrom !== null && from < base.effectiveFrom) {
      const first = base.effectiveFrom.toISOString();
      throw badInput([
        {
          field: "effectiveFrom",
          message: `Revision ${base.revision} applies from ${first}, and the next one cannot apply before it. Give that moment or a later one.`,
        },
      ]);
    }
    return {
      number: base.revision + 1,
      document,
      effectiveFrom: from,
      message: message?.trim() || `${describeChanges(changes, CHANGES_SHOWN)}.`,
      appliedBy,
      appliedAt: now,
    };
  }

  /** Throws what the change may not do, with its place in the document. */
  async #refuseForbidden(db: EntityManager, { next, changes, refuse }: Plan): Promise<void> {
    const problems: DocumentProblem[] = checkChanges(next.document, changes);
    for (const list of ["recipients", "legalGrounds"] satisfies KindedList[]) {
      const keys = kindsChanged(changes, list);
      const records =
        keys.length === 0 ? new Map<string, number>() : await this.usage.countRecords(db, list, keys);
      for (const key of keys) {
        const count = records.get(key) ?? 0;
        if (count > 0) problems.push(kindInUse(next.document, list, key, count));
      }
    }
    if (problems.length > 0) throw refuse(problems);
  }

  /** Throws CONFLICT where another change has become the next revision since the plan was made; nothing is stored then. */
  async #store(plan: Plan): Promise<void> {
    const { base, next, changes, sourceText } = plan;
    const isStored = await inTransaction(this.dataSource, async (tx) => {
      if (!(await insertRevision(tx, next, sourceText))) return false;
      if (!(await moveHead(tx, base.revision, next.number))) return false;
      // Asked again in here, as close to the commit as can be: a record may have come in since the plan was made.
      await this.#refuseForbidden(tx, plan);
      await upsertProjections(tx, next.document, next.number, changes);
      await plan.alongWith?.(tx, next.number);
      await notifyRevision(tx, next.number);
      return true;
    });
    const newest = await this.dataMaps.refresh();
    if (!isStored) throw await this.#moved("document", base.revision, newest);
  }

  async #moved(field: string, from: number, newest: DataMapSnapshot): Promise<AppError> {
    const earlier = await this.dataMaps.revision(from);
    const changes = describeChanges(changesBetween(earlier.document, newest.document), CHANGES_SHOWN);
    return new AppError(
      "CONFLICT",
      `${field}: The data map has moved from revision ${from} to revision ${newest.revision}: ${changes || "nothing that it says"}. ` +
        `Nothing was stored. Look at dataMapDiff(from: ${from}, to: ${newest.revision}), make your change on revision ${newest.revision}, and send it again.`,
      [field],
    );
  }
}

function problemsOf({ message, expectedRevision }: ChangeRequest, base: DataMapSnapshot): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (
    message != null &&
    (message.length > MESSAGE_LENGTH_MAX || !message.isWellFormed() || message.includes("\0"))
  ) {
    problems.push({
      field: "message",
      message: `Say it in at most ${MESSAGE_LENGTH_MAX} characters of valid Unicode text.`,
    });
  }
  if (expectedRevision != null && (expectedRevision < 1 || expectedRevision > base.revision)) {
    problems.push({
      field: "expectedRevision",
      message: `There is no revision ${expectedRevision}; the newest one is ${base.revision}.`,
    });
  }
  return problems;
}
