import type { DataSource } from "typeorm";
import { inTransaction, type Tx } from "../../../platform/db/transaction.js";
import type { Keyring } from "../../../platform/keyring.js";
import type { Pseudonym, PersonForgetter, SubjectNumber, SubjectsService } from "../../subjects/index.js";
import { ErasedReferences, type ErasureUnderWay } from "./erased-references.js";
import {
  deletePendingErasure,
  findSettled,
  giveHorizons,
  type PendingErasure,
} from "./pending-erasures.repository.js";

/** Erasures looked through before others of the leader's tasks have their turn. */
const AT_ONCE = 100;

/** An erased user whose number and reference are known for the last time. */
export type LateErasure = ErasureUnderWay & { readonly number: SubjectNumber };

/** Tells those recipients of an erasure to whom data were still being recorded as going when it was decided. */
export interface LateNotifier {
  openLate(tx: Tx, erasure: LateErasure): Promise<unknown>;
}

/**
 * Sees to it that nothing escapes an erasure that was under way: a disclosure that had looked its user up before and was committed after
 * has brought texts and digests along, and perhaps another recipient. Once all such transactions have ended, that recipient is to be
 * told too, who forgets by number is called again, and the row goes that alone still knew the number.
 */
export class ErasuresUnderWay {
  readonly #references: ErasedReferences;

  constructor(
    private readonly dataSource: DataSource,
    private readonly subjects: SubjectsService,
    private readonly forgetters: readonly PersonForgetter[],
    private readonly notifications: LateNotifier,
    keyring: Keyring,
  ) {
    this.#references = new ErasedReferences(keyring);
  }

  /** Sees through what it can. One that fails is left for the next time, and holds up no other. */
  async run(until?: AbortSignal): Promise<void> {
    await inTransaction(this.dataSource, giveHorizons);
    const faults: unknown[] = [];
    for (const erasure of await findSettled(this.dataSource.manager, AT_ONCE)) {
      if (until?.aborted === true) return;
      await this.#seeThrough(erasure).catch((fault: unknown) => faults.push(fault));
    }
    if (faults.length > 0) throw faults[0];
  }

  async #seeThrough({ number, sealed }: PendingErasure): Promise<void> {
    const { reference, requestId } = this.#references.unseal(number, sealed);
    const [pseudonym] = this.subjects.name([reference]).keys();
    await inTransaction(this.dataSource, async (tx) => {
      // Of two leaders at once the second waits here, and finds nothing left to do.
      if (!(await deletePendingErasure(tx, number))) return;
      // While the recipient's own name of the user is still there.
      await this.notifications.openLate(tx, { number, reference, requestId });
      for (const forgetter of this.forgetters) {
        await forgetter.forget(tx, { number, pseudonym: pseudonym as Pseudonym, reference });
      }
    });
  }
}
