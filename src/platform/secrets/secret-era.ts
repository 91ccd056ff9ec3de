import type { DataSource, EntityManager } from "typeorm";
import type { ClientBase } from "pg";
import type { Tx } from "../db/transaction.js";
import { AppError } from "../errors.js";
import type { Keyring } from "../keyring.js";
import { findStage, holdStage, isOvertaken, type Stage } from "./secret-rotation.repository.js";

/**
 * Under which generation of the secret the rows of a database are, as one process knows it.
 *
 * While a rotation runs there are rows of two generations. It only ever goes forward: a row that was brought over stays so, and once all
 * have been, the rotation is settled for good. So not to know yet that it is costs a look-up, and never an answer.
 */
export class SecretEra {
  #isSettled: boolean;
  readonly #keys = new Map<string, Buffer>();

  constructor(readonly keyring: Keyring) {
    this.#isSettled = keyring.generation === 1;
  }

  /** The newest, which is the only one once the era is settled. */
  get generation(): number {
    return this.keyring.generation;
  }

  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** The generations rows may be of, oldest first: a row moves from one to the next, never back. */
  get generations(): readonly number[] {
    return this.#isSettled ? [this.generation] : [this.generation - 1, this.generation];
  }

  /** The keyring's, derived once: it takes longer than what is done with it. */
  keyOf(generation: number, purpose: string): Buffer {
    const name = `${generation} ${purpose}`;
    const known = this.#keys.get(name) ?? this.keyring.deriveOf(generation, purpose);
    this.#keys.set(name, known);
    return known;
  }

  /** Takes in what a committed row says. */
  learn(stage: Stage): void {
    if (stage === "SETTLED") this.#isSettled = true;
  }
}

const eras = new WeakMap<DataSource, SecretEra>();

/** Has all that is read and written through a data source be under the generations of this keyring. */
export async function beginEra(dataSource: DataSource, keyring: Keyring): Promise<SecretEra> {
  const era = new SecretEra(keyring);
  eras.set(dataSource, era);
  if (!era.isSettled) era.learn(await findStage(dataSource.manager, era.generation));
  return era;
}

/** Undefined for a data source that nobody has begun an era for: its rows are of the first generation. */
export function eraOf(db: EntityManager): SecretEra | undefined {
  return eras.get(db.dataSource);
}

/**
 * The generation under which this transaction has to write what depends on the secret. To be asked before anything is written; while no
 * rotation runs it answers at once, and sends nothing.
 *
 * While one runs, the answer holds until the transaction ends: the change from writing the earlier generation to writing the newer one waits
 * for all who were told the earlier.
 */
export async function generationToWrite(tx: Tx): Promise<number> {
  const era = eraOf(tx);
  if (era === undefined) return 1;
  if (era.isSettled) return era.generation;
  await holdStage(tx);
  // A statement of its own: one that waited for the lock would still see what was before.
  const stage = await findStage(tx, era.generation);
  era.learn(stage);
  return stage === "WAITING" ? era.generation - 1 : era.generation;
}

/**
 * Throws UNAVAILABLE where rows are being brought over to a secret that this process does not know: it would take recorded users for unknown.
 * Asked of each new connection; one that is open already holds the change up.
 */
export async function refuseEarlierSecret(dataSource: DataSource, client: ClientBase): Promise<void> {
  const era = eras.get(dataSource);
  // Before that nobody has asked for a user.
  if (era === undefined || !(await isOvertaken(client, era.generation))) return;
  throw new AppError(
    "UNAVAILABLE",
    "The registry's secret has been changed: this process has to be started again with the new one.",
  );
}
