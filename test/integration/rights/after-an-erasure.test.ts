import { beforeAll, describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { run, sql } from "../../../src/platform/db/sql.js";
import {
  AUTHORIZE,
  EVALUATE,
  marketing,
  type Authorized,
  type Evaluated,
} from "../../support/authorization-operations.js";
import { disclosureInput, RECORD } from "../../support/disclosure-input.js";
import { boundKeysOf } from "../../support/bound-keys.js";
import { erasingOn } from "../../support/erasing.js";
import {
  consentInput,
  factsOf,
  RECORD_CONSENT,
  RECORD_CONSENTS,
  type ConsentsPayload,
} from "../../support/fact-operations.js";
import { RECORD_JUDGED } from "../../support/finding-operations.js";
import { DAY_MS, MovableClock } from "../../support/movable-clock.js";
import { sendList } from "../../support/send-list.js";
import { withTestServer } from "../../support/test-server.js";

const clock = new MovableClock("2026-11-23T09:30:00.000Z");
const server = withTestServer({ clock });
const { record: recordFact } = factsOf(server);
let erasing: ReturnType<typeof erasingOn>;
beforeAll(() => {
  erasing = erasingOn(server, clock);
});

const idNow = () => v7({ msecs: clock.now().getTime() });
const newUser = () => `canary-${v7()}`;

/** A user of whom something was recorded, erased by now. */
async function erasedUser(): Promise<string> {
  const user = newUser();
  await server.admin.request(RECORD, {
    input: disclosureInput({ id: idNow(), subjects: [user], occurredAt: clock.at(-DAY_MS) }),
  });
  await erasing.erase(user);
  return user;
}

async function codesOf(changes: Record<string, unknown>): Promise<string[]> {
  const input = disclosureInput({ id: idNow(), occurredAt: clock.at(0), ...changes });
  const { recordDisclosure } = await server.admin.request<{
    recordDisclosure: { disclosure: { findings: { code: string }[] } };
  }>(RECORD_JUDGED, { input });
  return recordDisclosure.disclosure.findings.map(({ code }) => code);
}

async function sent(...users: string[]): Promise<string> {
  return (await sendList({ url: server.url, key: server.admin.key }, users.join("\n"))).id!;
}

async function refusalOf(mutation: string, input: Record<string, unknown>) {
  const [error] = await server.admin.errorsOf(mutation, { input });
  return { code: error!.extensions.code, fields: error!.extensions.fields, message: error!.message };
}

const RESTORE = /* GraphQL */ `
  mutation ($input: RestoreAccountInput!) {
    restoreAccount(input: $input) {
      created
      restoration {
        id
        restoredAt
        evidence
        subjectCount
        recordedBy
      }
    }
  }
`;
const restoreInput = (subject: string, changes: Record<string, unknown> = {}) => ({
  id: idNow(),
  subject,
  restoredAt: clock.at(0),
  ...changes,
});

const ERASED = ["SUBJECT_ERASED", "COMMUNICATION_AFTER_DELETION"];
const consentNow = (subject: string) => consentInput({ id: idNow(), subject, givenAt: clock.at(0) });

describe("A transfer of data of an erased user", () => {
  it("is recorded, and found, under a number that has nothing to do with the earlier one", async () => {
    const user = await erasedUser();
    expect(await codesOf({ subjects: [user] })).toEqual(ERASED);
    expect(await codesOf({ subjects: [user, newUser()] })).toEqual(ERASED);
    const { dataSubject } = await server.admin.request<{
      dataSubject: { status: unknown; disclosures: unknown };
    }>(
      `query ($user: String!) { dataSubject(reference: $user) {
         status { isErased communicationForbidden } disclosures { totalCount } } }`,
      { user },
    );
    expect(dataSubject).toEqual({
      status: { isErased: true, communicationForbidden: true },
      disclosures: { totalCount: 2 },
    });
  });

  it("is recorded and found for a bound key, too", async () => {
    const user = await erasedUser();
    const partner = await boundKeysOf(server).newKey({ recipients: ["example_courier"] });
    const input = disclosureInput({ id: idNow(), subjects: [user], occurredAt: clock.at(0) });
    expect(await partner.request(RECORD, { input })).toMatchObject({ recordDisclosure: { created: true } });
    const FINDINGS = "query ($id: UUID!) { disclosure(id: $id) { findings { code } } }";
    expect(await server.admin.request(FINDINGS, { id: input.id })).toEqual({
      disclosure: { findings: ERASED.map((code) => ({ code })) },
    });
  });

  it("is found where a list names the user, sent before the erasure or after", async () => {
    const user = newUser();
    const before = await sent(user, newUser());
    await erasing.erase(user);
    expect(await codesOf({ subjects: undefined, subjectList: before })).toEqual(ERASED);
    expect(await codesOf({ subjects: undefined, subjectList: await sent(user, newUser()) })).toEqual(ERASED);
  });

  it("is none on a day before", async () => {
    const user = await erasedUser();
    expect(await codesOf({ subjects: [user], occurredAt: clock.at(-2 * DAY_MS) })).toEqual([]);
  });

  it("is known of before it takes place, and gives nobody a number", async () => {
    const user = await erasedUser();
    const stranger = newUser();
    const input = disclosureInput({ subjects: [stranger, user], occurredAt: clock.at(0), id: undefined });
    const { evaluateDisclosure } = await server.admin.request<Evaluated>(EVALUATE, { input });
    expect(evaluateDisclosure).toMatchObject({ permitted: false, excludedPositions: [1] });
    expect(evaluateDisclosure.findings.map(({ code }) => code)).toEqual(ERASED);
    const { authorizeDisclosure } = await server.admin.request<Authorized>(AUTHORIZE, { input });
    expect(authorizeDisclosure).toMatchObject({ permittedCount: 1, excludedPositions: [1] });
    expect(await erasing.subjects.find(user)).toBeNull();
  });

  it("keeps no moment of the erasure, by which the earlier number could be found", async () => {
    const user = await erasedUser();
    await codesOf({ subjects: [user] });
    const number = await erasing.subjects.find(user);
    const facts = await run<{ moment: Date }>(
      server.database.owner.manager,
      sql`SELECT f.moment FROM subject_fact f JOIN subject_fact_member m ON m.fact_id = f.id
           WHERE f.kind = 'ERASURE' AND m.segment = ${Math.floor(number! / 4_096)} AND m.slot = ${number! % 4_096}`,
    );
    // Midnight in Almaty.
    expect(facts).toEqual([{ moment: new Date("2026-11-22T19:00:00Z") }]);
  });
});

describe("A consent of an erased user", () => {
  it("is refused until the account is restored, and only then", async () => {
    const user = await erasedUser();
    expect(await refusalOf(RECORD_CONSENT, consentNow(user))).toEqual({
      code: "CONFLICT",
      fields: ["subject"],
      message: expect.stringMatching(/^subject: This user was erased on 2026-11-23\. .*restoreAccount/),
    });
    await codesOf({ subjects: [user] });
    expect(await refusalOf(RECORD_CONSENT, consentNow(user))).toMatchObject({ code: "CONFLICT" });
    const { recordConsents } = await server.admin.request<ConsentsPayload>(RECORD_CONSENTS, {
      inputs: [consentNow(user), consentNow(newUser())],
    });
    expect(recordConsents.results.map(({ error }) => error?.code)).toEqual(["CONFLICT", undefined]);

    await server.admin.request(RESTORE, { input: restoreInput(user) });
    await recordFact(RECORD_CONSENT, consentNow(user));
    const transfer = marketing({ id: idNow(), occurredAt: clock.at(0), subjects: [user] });
    expect(await codesOf(transfer)).not.toEqual(expect.arrayContaining(["SUBJECT_ERASED"]));
  });
});

describe("A restored account", () => {
  it("begins anew: nothing of what was recorded before comes back", async () => {
    const user = await erasedUser();
    const input = restoreInput(user, { evidence: "Letter 12" });
    const answer = {
      restoration: {
        id: input.id,
        restoredAt: clock.at(0),
        evidence: "Letter 12",
        subjectCount: 1,
        recordedBy: expect.any(String),
      },
    };
    expect(await server.admin.request(RESTORE, { input })).toEqual({
      restoreAccount: { created: true, ...answer },
    });
    expect(await server.admin.request(RESTORE, { input })).toEqual({
      restoreAccount: { created: false, ...answer },
    });
    expect(await codesOf({ subjects: [user] })).toEqual([]);
    const { dataSubject } = await server.admin.request<{ dataSubject: unknown }>(
      "query ($user: String!) { dataSubject(reference: $user) { status { isErased } disclosures { totalCount } } }",
      { user },
    );
    expect(dataSubject).toEqual({ status: { isErased: false }, disclosures: { totalCount: 1 } });
  });

  it("can be erased again, and restored again", async () => {
    const user = await erasedUser();
    await server.admin.request(RESTORE, { input: restoreInput(user) });
    clock.advance(1_000);
    await erasing.erase(user);
    expect(await codesOf({ subjects: [user] })).toEqual(ERASED);
    await server.admin.request(RESTORE, { input: restoreInput(user) });
    expect(await codesOf({ subjects: [user] })).toEqual([]);
  });

  it("leaves no moment behind by which its number would be found once that is erased as well", async () => {
    const user = await erasedUser();
    await server.admin.request(RESTORE, { input: restoreInput(user) });
    clock.advance(1_000);
    await erasing.erase(user);
    await erasing.seeThrough();
    const linked = await run(
      server.database.owner.manager,
      sql`SELECT FROM erased_subject e JOIN subject_fact f ON f.moment = e.restored_at`,
    );
    expect(linked).toEqual([]);
  });

  it("had been erased, on that day or before", async () => {
    expect(await refusalOf(RESTORE, restoreInput(newUser()))).toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("not erased"),
    });
    const user = await erasedUser();
    expect(await refusalOf(RESTORE, restoreInput(user, { restoredAt: clock.at(-DAY_MS) }))).toEqual({
      code: "BAD_USER_INPUT",
      fields: ["restoredAt"],
      message: expect.stringContaining("erased on 2026-11-23"),
    });
    expect(await refusalOf(RESTORE, restoreInput(user, { restoredAt: clock.at(DAY_MS) }))).toMatchObject({
      code: "BAD_USER_INPUT",
      fields: ["restoredAt"],
    });
    await server.admin.request(RESTORE, { input: restoreInput(user) });
    expect(await refusalOf(RESTORE, restoreInput(user))).toMatchObject({ code: "CONFLICT" });
  });
});
