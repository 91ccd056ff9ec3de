import type { Tx } from "../../../platform/db/transaction.js";
import { deleteFreeTexts } from "../../../platform/erasable-text/free-text.repository.js";
import type { ErasedPerson, PersonForgetter } from "../person-forgetter.js";
import { lookUpsOf } from "./look-ups.repository.js";

/** Takes out the reasons why an erased user was looked up. That it was done stays, under a number that leads to nobody. */
export class ForgetLookUps implements PersonForgetter {
  async forget(tx: Tx, { number }: ErasedPerson): Promise<void> {
    if (number !== null) await deleteFreeTexts(tx, lookUpsOf(number));
  }
}
