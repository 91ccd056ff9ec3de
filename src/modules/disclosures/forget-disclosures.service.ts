import type { Tx } from "../../platform/db/transaction.js";
import { deleteFreeTexts } from "../../platform/erasable-text/free-text.repository.js";
import { textsOfAuthorityRequests } from "../authorities/index.js";
import type { CoverageService } from "../coverage/index.js";
import { findingsOfDisclosures } from "../policy/index.js";
import type { ErasedPerson, PersonForgetter } from "../subjects/index.js";
import {
  amendmentsOf,
  deleteFingerprints,
  disclosuresOfMany,
  disclosuresOfOne,
  requestsBehind,
} from "./forgotten-disclosures.repository.js";

/**
 * Takes out of what is recorded of disclosures all by which an erased user could be found or named: the digests of who was covered, and
 * what people wrote. The disclosures, whom they cover by number, and all that is counted stay as they are.
 */
export class ForgetDisclosures implements PersonForgetter {
  constructor(private readonly coverage: CoverageService) {}

  /** Of a disclosure of this user alone every text goes; of one of others as well, those that mention the user. */
  async forget(tx: Tx, { number, reference }: ErasedPerson): Promise<void> {
    if (number === null) return;
    const ids = await this.coverage.findDisclosuresCovering(tx, number);
    if (ids.length === 0) return;
    await deleteFingerprints(tx, ids);
    await deleteFreeTexts(tx, disclosuresOfOne(ids));
    await deleteFreeTexts(tx, disclosuresOfMany(ids), reference);
    await deleteFreeTexts(tx, amendmentsOf(disclosuresOfOne(ids)));
    await deleteFreeTexts(tx, amendmentsOf(disclosuresOfMany(ids)), reference);
    await deleteFreeTexts(tx, findingsOfDisclosures(ids), reference);
    await deleteFreeTexts(tx, textsOfAuthorityRequests(requestsBehind(ids)), reference);
  }
}
