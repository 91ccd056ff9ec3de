import type { Tx } from "../../platform/db/transaction.js";
import { deleteFreeTexts } from "../../platform/erasable-text/free-text.repository.js";
import type { ErasedPerson, PersonForgetter } from "../subjects/index.js";
import { blindAgreements, factsAboutAlone, factsAboutAmongOthers } from "./forgotten-facts.repository.js";

/**
 * Takes out of the facts about an erased user what people wrote of the user, and by what agreements the user could be recognised. What
 * the facts say stays, so that what was judged by them remains as it was.
 */
export class ForgetFacts implements PersonForgetter {
  async forget(tx: Tx, { number, reference }: ErasedPerson): Promise<void> {
    if (number === null) return;
    await deleteFreeTexts(tx, factsAboutAlone(number));
    await deleteFreeTexts(tx, factsAboutAmongOthers(number), reference);
    await blindAgreements(tx, number);
  }
}
