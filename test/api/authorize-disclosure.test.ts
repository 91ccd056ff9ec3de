import { beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { AUTHORIZE, marketing, type Authorized } from "../support/authorization-operations.js";
import { disclosureInput, idOf, RECORD } from "../support/disclosure-input.js";
import { AMEND, RECORD_BATCH, type RecordedBatch } from "../support/disclosure-operations.js";
import { RECORD_CONSENT } from "../support/fact-operations.js";
import { DAY_MS, MINUTE_MS, MovableClock } from "../support/movable-clock.js";
import { csvOfUsers, postList, sendList } from "../support/send-list.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer, type Api } from "../support/test-server.js";

const clock = new MovableClock("2026-03-01T10:00:00.000Z");
const server = withTestServer({ clock });
let integration: Api;

/** `user-0` to `user-999` have consented to marketing; others have not. */
beforeAll(async () => {
  integration = await server.as("INTEGRATION");
  const { id: subjectList } = await sendList({ url: server.url, key: server.admin.key }, csvOfUsers(1_000));
  await server.admin.request(RECORD_CONSENT, {
    input: { subjectList, legalGround: "consent", policyVersion: 1, givenAt: "2026-02-01T10:00:00.000Z" },
  });
});
beforeEach(() => {
  clock.advance(MINUTE_MS);
});

const now = () => ({ id: idOf(clock.at(0)), occurredAt: clock.at(0) });

async function authorize(input: Record<string, unknown>): Promise<Authorized["authorizeDisclosure"]> {
  const answer = await integration.request<Authorized>(AUTHORIZE, {
    input: { ...input, occurredAt: clock.at(0) },
  });
  return answer.authorizeDisclosure;
}

interface Recorded {
  readonly created: boolean;
  readonly disclosure: {
    readonly id: string;
    readonly subjectCount: number;
    readonly authorization: Record<string, unknown> | null;
    readonly findings: readonly { readonly code: string }[];
  };
}

async function record(input: Record<string, unknown>): Promise<Recorded> {
  const answer = await integration.request<{ recordDisclosure: Recorded }>(
    /* GraphQL */ `
      mutation Record($input: RecordDisclosureInput!) {
        recordDisclosure(input: $input) {
          created
          disclosure {
            id
            subjectCount
            authorization {
              id
              authorizedAt
              authorizedBy
              expiresAt
              revision
              permittedCount
              excludedCount
            }
            findings {
              code
            }
          }
        }
      }
    `,
    { input },
  );
  return answer.recordDisclosure;
}

async function listOf(csv: string): Promise<string> {
  const { id } = await sendList({ url: server.url, key: integration.key }, csv);
  return id!;
}

async function match(set: string, csv: string): Promise<string> {
  const path = `/subject-lists/match/${set}`;
  return (await postList({ url: server.url, key: integration.key }, csv, { path })).text();
}

describe("An authorization of users named one by one", () => {
  it("says who is to be left out, and the disclosure without them rests on it", async () => {
    const asked = await authorize(marketing({ subjects: ["user-1", "never seen", "user-2", "never seen"] }));
    expect(asked).toEqual({
      id: expect.any(String),
      expiresAt: clock.at(DAY_MS),
      permittedCount: 2,
      excludedCount: 1,
      excludedPositions: [1, 3],
      excludedSet: null,
      findings: [expect.objectContaining({ code: "CONSENT_MISSING", positions: [1, 3] })],
    });
    const authorizedAt = clock.at(0);
    clock.advance(DAY_MS - 1);
    const input = marketing({ ...now(), subjects: ["user-2", "user-1"], authorization: asked.id });
    const recorded = await record(input);
    expect(recorded).toMatchObject({ created: true, disclosure: { subjectCount: 2, findings: [] } });
    expect(recorded.disclosure.authorization).toEqual({
      id: asked.id,
      authorizedAt,
      authorizedBy: "A test's INTEGRATION",
      expiresAt: asked.expiresAt,
      revision: 1,
      permittedCount: 2,
      excludedCount: 1,
    });
    // A retry is good for ever, whatever has become of the authorization; it is compared like all else.
    clock.advance(3 * DAY_MS);
    await server.app.lists.deleteExpired();
    expect(await record(input)).toMatchObject({ created: false, disclosure: recorded.disclosure });
    const [error] = await integration.errorsOf(RECORD, { input: { ...input, authorization: null } });
    expect(error!.extensions).toEqual({ code: "CONFLICT", fields: ["authorization"] });
  });

  it("is good for several disclosures, each to some of the users, and for a list of them", async () => {
    const { id } = await authorize(marketing({ subjects: ["user-1", "user-2", "user-3"] }));
    for (const subjects of [["user-1"], ["user-3", "user-2"]]) {
      const input = marketing({ ...now(), subjects, authorization: id });
      expect(await record(input)).toMatchObject({ created: true, disclosure: { authorization: { id } } });
    }
    const subjectList = await listOf("user-2\nuser-3\n");
    const listed = marketing({ ...now(), subjectList, authorization: id });
    expect(await record(listed)).toMatchObject({ created: true, disclosure: { authorization: { id } } });
  });

  it("is not given where nobody is permitted, and nothing is stored but that it was asked", async () => {
    const {
      subject_look_up: asked = 0,
      ledger_pending: leaves = 0,
      ...before
    } = await countRows(server.database.owner);
    expect(await authorize(marketing({ subjects: ["stranger"] }))).toMatchObject({
      id: null,
      expiresAt: null,
      permittedCount: 0,
      excludedPositions: [0],
      findings: [{ code: "CONSENT_MISSING" }],
    });
    const categories = ["identification.home_address"];
    expect(await authorize(marketing({ subjects: ["user-1"], categories }))).toMatchObject({
      id: null,
      findings: [{ code: "CATEGORY_NOT_PERMITTED", positions: [0] }],
    });
    const after = { ...before, subject_look_up: asked + 2, ledger_pending: leaves + 2 };
    expect(await countRows(server.database.owner)).toEqual(after);
  });
});

describe("An authorization of a list", () => {
  it("answers sets of whom to leave out and of who is permitted, and the list of these rests on it", async () => {
    const users = `stranger\n${csvOfUsers(990, 20)}anyone\n`;
    const { id, excludedSet, ...asked } = await authorize(marketing({ subjectList: await listOf(users) }));
    const count = 980;
    expect(asked).toMatchObject({ permittedCount: count, excludedCount: 12, excludedPositions: null });
    expect(await match(excludedSet!, users)).toBe(`stranger\n${csvOfUsers(10, 1_000)}anyone\n`);
    const permitted = await match(id!, users);
    expect(permitted).toBe(csvOfUsers(count, 20));

    const input = marketing({ ...now(), subjectList: await listOf(permitted), authorization: id });
    expect(await record(input)).toMatchObject({ disclosure: { subjectCount: count, findings: [] } });
    const named = marketing({ ...now(), subjects: ["user-20", "user-999"], authorization: id });
    expect(await record(named)).toMatchObject({ disclosure: { authorization: { id } } });
    const [error] = await integration.errorsOf(RECORD, {
      input: marketing({ ...now(), subjectList: await listOf(users), authorization: id }),
    });
    expect(error!.extensions).toEqual({ code: "BAD_USER_INPUT", fields: ["subjectList"] });
    expect(error!.message).toContain("12 of its users are not among those permitted.");
  });

  it("has no set where nobody is left out, and gives none where all are", async () => {
    const all = await authorize(marketing({ subjectList: await listOf(csvOfUsers(100)) }));
    expect(all).toMatchObject({ permittedCount: 100, excludedCount: 0, excludedSet: null, findings: [] });
    expect(all.id).not.toBeNull();
    const none = await authorize(marketing({ subjectList: await listOf(csvOfUsers(100, 5_000)) }));
    expect(none).toMatchObject({ id: null, permittedCount: 0, excludedSet: null });
  });

  it("keeps who was permitted, and who was not, no longer than a day and an hour", async () => {
    const { excludedSet, id } = await authorize(marketing({ subjectList: await listOf("user-1\nnobody\n") }));
    clock.advance(DAY_MS + 61 * MINUTE_MS);
    await server.app.lists.deleteExpired();
    const rows = await countRows(server.database.owner);
    expect(rows).toMatchObject({ subject_list: 0, subject_list_segment: 0 });
    expect(rows.disclosure_authorization).toBeGreaterThan(0);
    for (const set of [excludedSet!, id!]) expect(await match(set, "user-1\n")).toContain("FORBIDDEN");
  });
});

describe("Disclosures of a batch, and amendments", () => {
  it("are each held against their own authorization", async () => {
    const one = await authorize(marketing({ subjects: ["user-1", "user-2"] }));
    const other = await authorize(disclosureInput({ subjects: ["user-3"] }));
    const inputs = [
      marketing({ ...now(), subjects: ["user-1"], authorization: one.id }),
      marketing({ ...now(), subjects: ["user-2", "user-3"], authorization: one.id }),
      disclosureInput({ ...now(), subjects: ["user-3"], authorization: other.id }),
      marketing({ ...now(), subjects: ["user-3"], authorization: other.id }),
      disclosureInput({ ...now(), subjects: ["user-9"] }),
    ];
    const { recordDisclosures } = await integration.request<RecordedBatch>(RECORD_BATCH, { inputs });
    expect(recordDisclosures.results.map(({ error }) => error?.fields)).toEqual([
      undefined,
      ["subjects[1]"],
      undefined,
      ["recipient", "purpose", "legalGround", "categories"],
      undefined,
    ]);
  });

  it("cost four statements more where one is named, for any number of them", async () => {
    const { id: authorization } = await authorize(marketing({ subjects: ["user-1"] }));
    const statementsOf = async (number: number, changes: Record<string, unknown>) => {
      const one = () => marketing({ ...now(), subjects: ["user-1"], ...changes });
      const inputs = Array.from({ length: number }, one);
      return (await server.statementsOf(() => integration.request(RECORD_BATCH, { inputs }))).count;
    };
    const without = await statementsOf(1, {});
    expect(await statementsOf(1, { authorization })).toBe(without + 4);
    expect(await statementsOf(20, { authorization })).toBe(without + 4);
  });

  it("restate what was authorized under the same authorization while it lasts", async () => {
    const { id } = await authorize(marketing({ subjects: ["user-1", "user-2"] }));
    const recorded = await record(marketing({ ...now(), subjects: ["user-1"], authorization: id }));
    const { id: _, ...restated } = marketing({ ...now(), subjects: ["user-2"], authorization: id });
    const input = { ...{ id: idOf(clock.at(0)) }, amends: recorded.disclosure.id, reason: "mixed up" };
    const [error] = await integration.errorsOf(AMEND, {
      input: { ...input, restated: { ...restated, subjects: ["user-2", "user-3"] } },
    });
    expect(error!.extensions).toEqual({ code: "BAD_USER_INPUT", fields: ["restated.subjects[1]"] });
    await integration.request(AMEND, { input: { ...input, restated } });
    clock.advance(2 * DAY_MS);
    expect(await integration.request(AMEND, { input: { ...input, restated } })).toMatchObject({
      amendDisclosure: { created: false },
    });
  });
});
