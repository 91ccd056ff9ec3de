import { v7 } from "uuid";
import { leaveFingerprint } from "../../src/modules/access/index.js";
import { Keyring } from "../../src/platform/keyring.js";
import { giveAccounting } from "./accounting-operations.js";
import {
  authorityRequestInput,
  REGISTER_REQUEST,
  REVIEW_REQUEST,
  SUSPEND,
  suspensionInput,
} from "./authority-operations.js";
import { AUTHORIZE, marketing } from "./authorization-operations.js";
import { disclosureInput, RECORD } from "./disclosure-input.js";
import { AMEND } from "./disclosure-operations.js";
import {
  consentInput,
  END_AGREEMENT,
  factsOf,
  LIFT_RESTRICTION,
  RECORD_CONSENT,
  restrictionInput,
  RESTRICT_USE,
} from "./fact-operations.js";
import { ACKNOWLEDGE, recordJudged } from "./finding-operations.js";
import { keysOf, REVOKE_KEY } from "./key-operations.js";
import { notificationsFor, REPORT } from "./notification-operations.js";
import { addPerson, END_SIGN_INS } from "./people-operations.js";
import { publish } from "./policy-operations.js";
import { destructionInput, retentionOf } from "./retention-operations.js";
import { decidedRequest } from "./rights-operations.js";
import { TEST_SECRET, type LentServer } from "./test-server.js";

/** Has a server record at least one event of every kind of leaf; sets of one user, of some and of a list among them. */
export async function recordOneOfEachLeaf(server: LentServer): Promise<void> {
  await leaveFingerprint(server.database.api, new Keyring(TEST_SECRET));
  await writeOfKeys(server);
  await server.admin.request(END_SIGN_INS, { id: await addPerson(server) });
  await publish(server.admin, { number: 1, language: "en", text: "We keep what you tell us." });
  await writeOfFacts(server);
  await writeOfDisclosures(server);
  await writeOfDemands(server);
  await writeOfRights(server);
  await writeOfDestruction(server);
}

async function writeOfKeys(server: LentServer): Promise<void> {
  const keys = keysOf(server);
  const { id } = await keys.newKey();
  await keys.rotate(id);
  await server.admin.request(REVOKE_KEY, { id });
}

async function writeOfFacts(server: LentServer): Promise<void> {
  const { record, sentList } = factsOf(server);
  await record(RECORD_CONSENT, consentInput({ subject: "user-1", agreement: "A-17", evidence: "Ticked." }));
  const { fact } = await record(RESTRICT_USE, restrictionInput({ subject: "user-2" }));
  await record(LIFT_RESTRICTION, {
    id: v7(),
    subject: "user-2",
    restriction: fact.id,
    liftedAt: "2026-02-02T10:00:00.000Z",
  });
  await record(
    RECORD_CONSENT,
    consentInput({ subject: undefined, subjectList: await sentList(300), evidence: "Each ticked." }),
  );
}

async function writeOfDisclosures(server: LentServer): Promise<void> {
  const { admin } = server;
  const { sentList } = factsOf(server);
  await admin.request(RECORD, {
    input: disclosureInput({ subjects: undefined, subjectList: await sentList(500, 100) }),
  });
  await admin.request(AUTHORIZE, {
    input: { id: v7(), subjects: ["user-1"], ...marketing(), occurredAt: new Date().toISOString() },
  });
  const id = v7();
  const [finding] = await recordJudged(admin, marketing({ id, subjects: ["user-1", "stranger", "other"] }));
  await admin.request(ACKNOWLEDGE, { input: { id: finding!.id, note: "Seen." } });
  await admin.request(AMEND, { input: { id: v7(), amends: id, reason: "It was not sent.", void: true } });
}

async function writeOfDemands(server: LentServer): Promise<void> {
  const { admin } = server;
  const demand = authorityRequestInput();
  await admin.request(REGISTER_REQUEST, { input: demand });
  await admin.request(REVIEW_REQUEST, {
    input: { id: demand.id, lawful: true, reasons: "Signed." },
  });
  await admin.request(SUSPEND, { input: suspensionInput(demand.id) });
}

async function writeOfRights(server: LentServer): Promise<void> {
  const { admin } = server;
  const receivedAt = new Date().toISOString();
  const access = await decidedRequest(admin, { kind: "ACCESS", subject: "user-2", receivedAt });
  await giveAccounting(admin, { id: v7(), subject: "user-2", request: access, form: "INDIVIDUAL" });
  const leaving = "leaver";
  await admin.request(RECORD, { input: disclosureInput({ subjects: [leaving] }) });
  await decidedRequest(admin, { kind: "ERASURE", subject: leaving, receivedAt });
  const [open] = await notificationsFor(admin);
  await admin.request(REPORT, { input: { id: open!.id, status: "SENT", evidence: "Receipt 3." } });
}

async function writeOfDestruction(server: LentServer): Promise<void> {
  const { record } = retentionOf(server);
  await factsOf(server).record(END_AGREEMENT, { id: v7(), subject: "late-user", endedOn: "2020-03-31" });
  await record(destructionInput());
}
