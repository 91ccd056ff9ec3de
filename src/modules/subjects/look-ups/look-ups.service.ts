import { randomUUID } from "node:crypto";
import type { DataSource } from "typeorm";
import type { Clock } from "../../../platform/clock.js";
import { pageOf } from "../../../platform/db/keyset.js";
import { inTransaction } from "../../../platform/db/transaction.js";
import { commitToFreeText } from "../../../platform/erasable-text/free-text.js";
import { findFreeTexts, insertFreeTexts } from "../../../platform/erasable-text/free-text.repository.js";
import type { ConnectionPage, PageRequest } from "../../../platform/graphql/connection.js";
import type { Caller, RequestContext } from "../../../platform/graphql/context.js";
import type { LoaderDefinition } from "../../../platform/graphql/loaders.js";
import { newId } from "../../../platform/ids.js";
import type { LookUpKind } from "../core/look-up-kind.js";
import type { SubjectNumber } from "../core/subject-number.js";
import type { LookUp, LookUpRow } from "./look-up-row.js";
import { countLookUps, insertLookUps, listLookUps, type LookUpConditions } from "./look-ups.repository.js";

/** Is told whom a reference led to, null where to nobody, before anything is read about them. */
export type FoundListener = (number: SubjectNumber | null) => Promise<void>;

/** What a look-up of these kinds is about has one user, so that two about the same are about the same user, who is not named. */
const OF_ONE_USER: ReadonlySet<LookUpKind> = new Set<LookUpKind>(["ACCOUNTING", "RIGHTS_REQUEST"]);

/** What a loader's key says. Two that found nobody may have asked for two persons, so each stands alone. */
interface Note {
  readonly by: string;
  readonly lookUp: LookUp;
  readonly alone?: string;
}

/**
 * Records who looked users up. Whoever answers with what a look-up found awaits the record first, so that nobody learns anything of a
 * user without it: where it cannot be written, nothing is answered.
 */
export class LookUps {
  /** By the look-up's own text, so that fields which look the same user up in the same way share a row. */
  readonly #written: LoaderDefinition<string, never>;

  /** What was written about look-ups in people's own words. */
  readonly textsById: LoaderDefinition<string, Record<string, string>>;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {
    this.textsById = {
      name: "textsOfLookUps",
      batch: (ids) => findFreeTexts(dataSource.manager, ids),
    };
    this.#written = {
      name: "lookUpsWritten",
      batch: async (texts) => {
        const notes = texts.map((text) => JSON.parse(text) as Note);
        await insertLookUps(
          dataSource.manager,
          notes.map(({ by, lookUp }) => this.#rowOf(by, lookUp)),
        );
        return new Map<string, never>();
      },
    };
  }

  /** Answers once it is recorded. All look-ups of a request that are noted together take one statement. */
  async note({ caller, loaders }: Pick<RequestContext, "caller" | "loaders">, lookUp: LookUp): Promise<void> {
    const isAlone = lookUp.number === null && !(lookUp.about && OF_ONE_USER.has(lookUp.kind));
    const note: Note = { by: caller!.keyId, lookUp, ...(isAlone && { alone: randomUUID() }) };
    await loaders.load(this.#written, JSON.stringify(note));
  }

  /** For whoever reads a reference: records whom it leads to. */
  foundBy(ctx: RequestContext, kind: LookUpKind, about?: string): FoundListener {
    return (number) => this.note(ctx, { kind, number, ...(about !== undefined && { about }) });
  }

  /** The same outside GraphQL, or with the reason that the caller gives. */
  async noteFor(caller: Caller, lookUp: LookUp, reason?: string): Promise<LookUpRow> {
    const row = this.#rowOf(caller.keyId, lookUp);
    const { rows, commitments } = commitToFreeText(row.id, { lookUpReason: reason });
    const noted = { ...row, freeTextCommitments: commitments };
    await inTransaction(this.dataSource, async (tx) => {
      await insertLookUps(tx, [noted]);
      await insertFreeTexts(tx, rows);
    });
    return noted;
  }

  /** Newest first. */
  async list(conditions: LookUpConditions, request: PageRequest): Promise<ConnectionPage<LookUpRow>> {
    const db = this.dataSource.manager;
    return pageOf(
      await listLookUps(db, conditions, request),
      (row) => row,
      () => countLookUps(db, conditions),
    );
  }

  /** What is recorded of a look-up that happens now. */
  #rowOf(recordedBy: string, { kind, number, about }: LookUp): LookUpRow {
    const recordedAt = this.clock.now();
    return {
      id: newId(recordedAt),
      recordedAt,
      recordedBy,
      kind,
      subjectNumber: number,
      about: about ?? null,
      freeTextCommitments: null,
    };
  }
}
