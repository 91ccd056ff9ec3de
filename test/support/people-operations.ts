import { randomBytes } from "node:crypto";
import { newKeyId } from "../../src/modules/access/core/api-key-format.js";
import { insertPerson } from "../../src/modules/access/people/person-identities.repository.js";
import { inTransaction } from "../../src/platform/db/transaction.js";
import type { LentServer } from "./test-server.js";

export const END_SIGN_INS =
  "mutation End($id: ID!) { endSignIns(input: { id: $id }) { person { id signInsEndedAt signInsEndedBy } } }";

/** Somebody who has signed in once, as far as the registry knows: answers their id. */
export async function addPerson({ database }: LentServer): Promise<string> {
  const row = { id: newKeyId(), digest: randomBytes(32), name: "A person", recordedAt: new Date() };
  await inTransaction(database.api, (tx) => insertPerson(tx, row));
  return row.id;
}
