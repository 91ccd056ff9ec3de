import type { Tx } from "../../../platform/db/transaction.js";
import type { ErasedPerson, PersonForgetter } from "../../subjects/index.js";
import { forgetAccountingsGiven } from "./accountings-given.repository.js";

/** What was given to an erased person goes with the person; that an accounting was given, when and by whom, stays. */
export class ForgetAccountings implements PersonForgetter {
  forget(tx: Tx, { pseudonym }: ErasedPerson): Promise<void> {
    return forgetAccountingsGiven(tx, pseudonym);
  }
}
