import { randomUUID } from "node:crypto";
import type { DataSource } from "typeorm";
import type { Clock } from "../../../platform/clock.js";
import { pageOf } from "../../../platform/db/keyset.js";
import type { ConnectionPage, PageRequest } from "../../../platform/graphql/connection.js";
import type { Caller, RequestContext } from "../../../platform/graphql/context.js";
import type { LoaderDefinition } from "../../../platform/graphql/loaders.js";
import { newId } from "../../../platform/ids.js";
import type { LookUp, LookUpRow } from "./look-up-row.js";
import { countLookUps, insertLookUps, listLookUps, type LookUpConditions } from "./look-ups.repository.js";

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

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {
    this.#written = {
      name: "lookUpsWritten",
      batch: async (texts) => {
        const notes = texts.map((text) => JSON.parse(text) as Note);
        await insertLookUps(
          dataSource.manager,
          notes.map(({ by, lookUp }) => this.rowOf(by, lookUp)),
        );
        return new Map<string, never>();
      },
    };
  }

  /** Answers once it is recorded. All look-ups of a request that are noted together take one statement. */
  async note({ caller, loaders }: Pick<RequestContext, "caller" | "loaders">, lookUp: LookUp): Promise<void> {
    const note: Note = { by: caller!.keyId, lookUp, ...(lookUp.number === null && { alone: randomUUID() }) };
    await loaders.load(this.#written, JSON.stringify(note));
  }

  /** The same outside GraphQL. */
  async noteFor(caller: Caller, lookUp: LookUp): Promise<void> {
    await insertLookUps(this.dataSource.manager, [this.rowOf(caller.keyId, lookUp)]);
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
  rowOf(recordedBy: string, { kind, number, about }: LookUp): LookUpRow {
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
