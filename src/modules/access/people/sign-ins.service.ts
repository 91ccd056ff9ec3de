import { LRUCache } from "lru-cache";
import type { DataSource } from "typeorm";
import type { Clock } from "../../../platform/clock.js";
import { pageOf } from "../../../platform/db/keyset.js";
import { inTransaction } from "../../../platform/db/transaction.js";
import { AppError, invariant } from "../../../platform/errors.js";
import type { ConnectionPage, PageRequest } from "../../../platform/graphql/connection.js";
import { newId } from "../../../platform/ids.js";
import { isKeyId, newKeyId } from "../core/api-key-format.js";
import { KNOWN_KEY_MS } from "../known-keys.js";
import {
  countPeople,
  findPersonByDigest,
  findPersonById,
  insertPerson,
  insertSignInEnd,
  listPeople,
} from "./person-identities.repository.js";
import type { PersonRow } from "./person-row.js";

const PEOPLE_MAX = 10_000;

/** The people who have signed in here, and the ends that administrators made to their sign-ins. */
export class SignIns {
  readonly #known: LRUCache<string, PersonRow>;

  /** @param knownMs for how long an end that another process made may go unnoticed: as the revocation of a key */
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    knownMs = KNOWN_KEY_MS,
  ) {
    this.#known = new LRUCache({ max: PEOPLE_MAX, ttl: knownMs });
  }

  /** The person of a digest, with an id that stays theirs for ever. Who comes for the first time is added, under the name they have. */
  async personOf(digest: Buffer, name: string | null): Promise<PersonRow> {
    const cacheKey = digest.toString("base64");
    const known = this.#known.get(cacheKey);
    if (known !== undefined) return known;
    const person =
      (await findPersonByDigest(this.dataSource.manager, digest)) ?? (await this.#add(digest, name));
    this.#known.set(cacheKey, person);
    return person;
  }

  async list(request: PageRequest): Promise<ConnectionPage<PersonRow>> {
    const db = this.dataSource.manager;
    return pageOf(
      await listPeople(db, request),
      (row) => row,
      () => countPeople(db),
    );
  }

  /** Ends the sign-ins of a person up to now. In other processes their tokens are good for at most five seconds longer. */
  async end(id: string, endedBy: string): Promise<PersonRow> {
    const ended = await inTransaction(this.dataSource, async (tx) => {
      const person = isKeyId(id) ? await findPersonById(tx, id) : null;
      if (!person) throw unknownPerson();
      const endedAt = this.clock.now();
      await insertSignInEnd(tx, { id: newId(endedAt), personId: id, endedAt, endedBy });
      return { ...person, signInsEndedAt: endedAt, signInsEndedBy: endedBy };
    });
    this.#known.clear();
    return ended;
  }

  /** Another process may add the same person at the same moment: the first one counts. */
  async #add(digest: Buffer, name: string | null): Promise<PersonRow> {
    const row = { id: newKeyId(), digest, name, recordedAt: this.clock.now() };
    await inTransaction(this.dataSource, (tx) => insertPerson(tx, row));
    const person = await findPersonByDigest(this.dataSource.manager, digest);
    invariant(person !== null, "a person who was added is not there");
    return person;
  }
}

function unknownPerson(): AppError {
  return new AppError(
    "NOT_FOUND",
    "id: Nobody with this id has signed in here; the query people lists those who have.",
    ["id"],
  );
}
