import type { Tx } from "../../platform/db/transaction.js";
import { deleteFreeTexts } from "../../platform/erasable-text/free-text.repository.js";
import type { ErasedPerson, PersonForgetter } from "../subjects/index.js";
import { destructionsOf } from "./destruction-members.repository.js";

/**
 * Takes out of the destructions of an erased user's data what names the user. All else that proves them stays, even of a destruction
 * that concerned nobody else: the number that it keeps leads to nobody.
 */
export class ForgetDestructions implements PersonForgetter {
  async forget(tx: Tx, { number, reference }: ErasedPerson): Promise<void> {
    if (number !== null) await deleteFreeTexts(tx, destructionsOf(number), reference);
  }
}
