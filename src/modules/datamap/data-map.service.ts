import { LRUCache } from "lru-cache";
import type { DataSource } from "typeorm";
import type { Clock } from "../../platform/clock.js";
import { inRowScope } from "../../platform/db/row-scope.js";
import { inTransaction } from "../../platform/db/transaction.js";
import { AppError, invariant } from "../../platform/errors.js";
import { insertProjections } from "./catalogue-projection.repository.js";
import { revisionInForceAt } from "./core/revision-in-force.js";
import type { RevisionStart } from "./core/revision-in-force.js";
import { parseDataMapDocument } from "./data-map-document.parser.js";
import type { DocumentFormat } from "./data-map-document.parser.js";
import { writeDocument } from "./data-map-document.writer.js";
import {
  findHeadRevisionNumber,
  findRevisionByNumber,
  findSourceText,
  insertHead,
  insertRevision,
  listRevisionStarts,
} from "./data-map-revisions.repository.js";
import { DataMapSnapshot } from "./data-map-snapshot.js";
import type { DataMapRevision } from "./data-map-snapshot.js";

/** Late loggings concern the last few revisions; an older one costs one query when it is asked for. */
const OLDER_SNAPSHOTS_KEPT = 8;

const FIRST_REVISION = 1;

/** A data map as text, with what it is called and who brings it. */
export interface DataMapSource {
  readonly sourceText: string;
  readonly fileName: string;
  readonly appliedBy: string;
}

/** What is known in memory of the newest revision, and of when each revision begins. */
interface Head {
  readonly snapshot: DataMapSnapshot;
  readonly starts: readonly RevisionStart[];
}

/** The data map of this process: the newest revision in memory, older ones when they are asked for. */
export class DataMapService {
  readonly #dataSource: DataSource;
  readonly #clock: Clock;
  readonly #older: LRUCache<number, DataMapSnapshot>;
  #head: Head | undefined;

  constructor(dataSource: DataSource, clock: Clock) {
    this.#dataSource = dataSource;
    this.#clock = clock;
    this.#older = new LRUCache({
      max: OLDER_SNAPSHOTS_KEPT,
      fetchMethod: (number) => this.#load(number),
      // One that must make room while it is being read is still answered to whoever asked for it.
      ignoreFetchAbort: true,
    });
  }

  /** Whether the registry has no data map yet; only then does a start need an example. */
  async isEmpty(): Promise<boolean> {
    return (await findHeadRevisionNumber(this.#dataSource.manager)) === undefined;
  }

  /**
   * Stores the example as revision 1 where the registry has no data map yet, and reads the newest revision into memory.
   *
   * Any number of processes may do so at once: one stores it. Where there is a revision already the example is not even read.
   *
   * @throws AppError BAD_USER_INPUT that lists what is wrong with the document; nothing is stored then
   */
  async loadExampleIfEmpty(example: DataMapSource): Promise<DataMapSnapshot> {
    if (await this.isEmpty()) await this.#applyFirstRevision(example);
    return this.refresh();
  }

  async #applyFirstRevision({ sourceText, fileName, appliedBy }: DataMapSource): Promise<void> {
    const first: DataMapRevision = {
      number: FIRST_REVISION,
      document: parseDataMapDocument(sourceText, fileName),
      effectiveFrom: null,
      message: `The data map the registry was started with, ${fileName}.`,
      appliedBy,
      appliedAt: this.#clock.now(),
    };
    await inTransaction(this.#dataSource, async (tx) => {
      if (!(await insertRevision(tx, first, sourceText))) return;
      await insertProjections(tx, first.document, first.number);
      await insertHead(tx, first.number);
    });
  }

  /**
   * Reads the newest revision where the head has moved since; one query where it has not. Answers the newest. Outside any caller's scope,
   * because what is kept in memory is everybody's.
   */
  async refresh(): Promise<DataMapSnapshot> {
    await inRowScope(null, () => this.#readHead());
    return this.current();
  }

  async #readHead(): Promise<void> {
    const db = this.#dataSource.manager;
    const number = await findHeadRevisionNumber(db);
    invariant(number !== undefined, "the data map is read before its first revision was stored");
    if (this.#head === undefined || this.#head.snapshot.revision < number) {
      const head = { snapshot: await this.#load(number), starts: await listRevisionStarts(db, number) };
      // Another refresh may have read a newer one meanwhile.
      if (this.#head === undefined || this.#head.snapshot.revision < number) this.#head = head;
    }
  }

  /** The newest revision. No query. */
  current(): DataMapSnapshot {
    return this.#loadedHead().snapshot;
  }

  /**
   * The revision of a number.
   *
   * @throws AppError NOT_FOUND that names the revisions there are
   */
  async revision(number: number): Promise<DataMapSnapshot> {
    if (number > this.current().revision) await this.refresh();
    const newest = this.current();
    if (number === newest.revision) return newest;
    if (!Number.isInteger(number) || number < FIRST_REVISION || number > newest.revision) {
      const range =
        newest.revision === FIRST_REVISION
          ? "there is only revision 1"
          : `there are revisions 1 to ${newest.revision}`;
      throw new AppError("NOT_FOUND", `revision: there is no revision ${number} of the data map; ${range}.`, [
        "revision",
      ]);
    }
    const older = await this.#older.fetch(number);
    invariant(older !== undefined, "an older revision was not read");
    return older;
  }

  /** A revision that exists as text; in YAML with the comments it was applied with. One query. */
  async writtenAs(revision: number, format: DocumentFormat): Promise<string> {
    const sourceText = await findSourceText(this.#dataSource.manager, revision);
    invariant(sourceText !== undefined, `revision ${revision} of the data map is missing`);
    return writeDocument(sourceText, format);
  }

  /** The revision whose effectiveFrom is the latest not after the moment; the first applies from the beginning of time. */
  async inForceAt(moment: Date): Promise<DataMapSnapshot> {
    const number = revisionInForceAt(this.#loadedHead().starts, moment);
    invariant(number !== undefined, "the first revision is in force from the beginning of time");
    return this.revision(number);
  }

  #loadedHead(): Head {
    invariant(this.#head !== undefined, "the data map is used before it was loaded");
    return this.#head;
  }

  async #load(number: number): Promise<DataMapSnapshot> {
    const revision = await findRevisionByNumber(this.#dataSource.manager, number);
    invariant(revision !== undefined, `revision ${number} of the data map is missing`);
    return new DataMapSnapshot(revision);
  }
}
