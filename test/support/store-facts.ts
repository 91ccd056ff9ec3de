import type { DataSource } from "typeorm";
import { v7 } from "uuid";
import type { FactContent } from "../../src/modules/consents/index.js";
import { columnsOf } from "../../src/modules/consents/subject-fact-row.js";
import { insertFacts, insertMembers } from "../../src/modules/consents/subject-facts.repository.js";
import { SubjectsService, type SubjectNumber } from "../../src/modules/subjects/index.js";
import { inTransaction } from "../../src/platform/db/transaction.js";
import { Keyring } from "../../src/platform/keyring.js";
import { erasedSubjectsOf } from "./erased-subjects.js";
import { TEST_SECRET } from "./test-server.js";

/** Stores one fact about users whom the registry has seen, by their references; answers its id. */
export async function storeFact(
  dataSource: DataSource,
  content: FactContent,
  references: readonly string[],
): Promise<string> {
  const keyring = new Keyring(TEST_SECRET);
  const subjects = new SubjectsService(dataSource, keyring, erasedSubjectsOf(keyring), {
    sealReferences: false,
  });
  const numbers = await Promise.all(references.map((each) => subjects.find(each, "subject")));
  const members = numbers.filter((number): number is SubjectNumber => number !== null);
  if (members.length < references.length)
    throw new Error("A fact is stored about users who were seen before.");
  const id = v7();
  await inTransaction(dataSource, async (tx) => {
    const { ledgerSalt } = await insertFacts(tx, [
      {
        id,
        ...columnsOf(content),
        recordedBy: "test",
        subjectCount: members.length,
        subjectList: null,
        freeTextCommitments: null,
      },
    ]);
    await insertMembers(tx, [{ id, subjects: members }], ledgerSalt);
  });
  return id;
}
