import type { Tx } from "../../platform/db/transaction.js";
import type { Pseudonym } from "../subjects/index.js";
import { lockUsers } from "./subject-facts.repository.js";

/** Has whatever is checked against earlier facts about the same users wait, until the transaction ends. A list is about anybody. */
export async function lockPseudonyms(
  tx: Tx,
  pseudonyms: readonly Pseudonym[],
  lists: boolean,
): Promise<void> {
  await lockUsers(tx, { lists, buckets: pseudonyms.map(bucketOf) });
}

/** 1 to 256. */
function bucketOf(pseudonym: Pseudonym): number {
  return 1 + Number.parseInt(pseudonym.slice(0, 2), 16);
}
