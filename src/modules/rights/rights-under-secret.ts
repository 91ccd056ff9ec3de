import type { Keyring } from "../../platform/keyring.js";
import type { RowsUnderSecret } from "../../platform/secrets/rows-under-secret.js";
import { rowsUnderSecret, wrappedColumns } from "../../platform/secrets/wrapped-columns.repository.js";
import { PSEUDONYM_FORM, type SubjectNumber } from "../subjects/index.js";
import { ErasedReferences } from "./erasure/erased-references.js";
import { findRecipients } from "./notifications/notifications.repository.js";
import { NotificationSecrets } from "./notifications/notification-secrets.service.js";
import { RequestReferences } from "./requests/request-references.service.js";

/** What this module stores that depends on the secret. */
export function rightsUnderSecret(keyring: Keyring): RowsUnderSecret[] {
  return [
    peopleOfRequests(keyring),
    wrappedColumns("accounting_given_person", { accounting_id: "uuid" }, { pseudonym: PSEUDONYM_FORM }),
    pendingErasures(keyring),
    notificationSecrets(keyring),
  ];
}

function peopleOfRequests(keyring: Keyring): RowsUnderSecret {
  const references = new RequestReferences(keyring);
  return rowsUnderSecret(
    "rights_request_person",
    { request_id: "uuid" },
    ["pseudonym", "sealed"],
    (tx, generation, rows) =>
      rows.map(({ key: [requestId], kept: [pseudonym, sealed] }) => [
        PSEUDONYM_FORM.bytes(tx, PSEUDONYM_FORM.digest(tx, pseudonym!), generation),
        sealed ? references.reseal(generation, requestId!, sealed) : null,
      ]),
  );
}

function pendingErasures(keyring: Keyring): RowsUnderSecret {
  const references = new ErasedReferences(keyring);
  return rowsUnderSecret(
    "erasure_pending",
    { subject_number: "bigint" },
    ["sealed"],
    (_tx, generation, rows) =>
      rows.map(({ key: [number], kept: [sealed] }) => [
        references.reseal(generation, Number(number) as SubjectNumber, sealed!),
      ]),
  );
}

function notificationSecrets(keyring: Keyring): RowsUnderSecret {
  const secrets = new NotificationSecrets(keyring);
  return rowsUnderSecret(
    "recipient_notification_secret",
    { request_id: "uuid", notification_id: "uuid" },
    ["sealed"],
    async (tx, generation, rows) => {
      const recipients = await findRecipients(
        tx,
        rows.map(({ key }) => key[0]!),
      );
      return rows.map(({ key: [, id], kept: [sealed] }) => [
        secrets.reseal(generation, { id: id!, recipient: recipients.get(id!)! }, sealed!),
      ]);
    },
  );
}
