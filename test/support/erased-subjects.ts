import { ErasedSubjects, type ReturnedUser } from "../../src/modules/subjects/index.js";
import { Keyring } from "../../src/platform/keyring.js";
import { TEST_SECRET } from "./test-server.js";

/** Who was erased, told to nobody, or to whom a test says. */
export function erasedSubjectsOf(
  keyring = new Keyring(TEST_SECRET),
  told: ReturnedUser[] = [],
): ErasedSubjects {
  return new ErasedSubjects(keyring, {
    erasedReturned(_tx, users) {
      told.push(...users);
      return Promise.resolve();
    },
  });
}
