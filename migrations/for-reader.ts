import type { Grant } from "../src/platform/db/grant-list.js";

/** Facts and tables of the ledger that report tools are not to read: what keys and people are recognised by, and the commitments' salt. */
const WITHHELD = ["api_key_secret", "secret_fingerprint", "person_identity", "ledger_log"];

/** What is not a fact and follows from facts alone. */
const FOLLOWING = [
  "disclosure_rollup",
  "rollup_progress",
  "rights_request_standing",
  "recipient_notification_standing",
];

/** Marks what the reader's role may read. Pseudonyms, sealed references, texts that people wrote and lists are in no such table. */
export function forReader(grant: Grant): Grant {
  if (grant.kind === "function") return grant;
  const isReadable =
    FOLLOWING.includes(grant.table) ||
    (!["mutable", "person"].includes(grant.kind) && !WITHHELD.includes(grant.table));
  return isReadable ? { ...grant, reader: "SELECT" } : grant;
}
