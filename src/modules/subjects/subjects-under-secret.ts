import type { Keyring } from "../../platform/keyring.js";
import { SealingKeys } from "../../platform/sealed-text.js";
import type { RowsUnderSecret } from "../../platform/secrets/rows-under-secret.js";
import { rowsUnderSecret, wrappedColumns } from "../../platform/secrets/wrapped-columns.repository.js";
import type { SubjectNumber } from "./core/subject-number.js";
import { MOVED_SUBJECTS, MOVED_TOMBSTONES } from "./moved-digests.repository.js";
import { USER_SET_FORM } from "./stored-forms.js";
import { bindingOf, SEALED_REFERENCE } from "./subjects.service.js";

/** What this module stores that depends on the secret. */
export function subjectsUnderSecret(keyring: Keyring): RowsUnderSecret[] {
  const seals = new SealingKeys(keyring, SEALED_REFERENCE);
  return [
    MOVED_SUBJECTS,
    MOVED_TOMBSTONES,
    wrappedColumns("subject_list", { id: "uuid" }, { digest: USER_SET_FORM }),
    rowsUnderSecret("sealed_reference", { subject_number: "bigint" }, ["sealed"], (_tx, generation, rows) =>
      rows.map(({ key, kept }) => {
        const sealed = kept[0]!;
        return [seals.reseal(generation, bindingOf(Number(key[0]) as SubjectNumber), sealed) ?? sealed];
      }),
    ),
  ];
}
