import { beforeAll, describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { digestOfSet, pseudonymOf } from "../../src/modules/subjects/core/pseudonym.js";
import { Keyring } from "../../src/platform/keyring.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import {
  AMEND,
  RECORD_BATCH,
  type AmendedDisclosure,
  type RecordedBatch,
} from "../support/disclosure-operations.js";
import { DAY_MS, MovableClock } from "../support/movable-clock.js";
import { csvOfUsers, postList, sendList } from "../support/send-list.js";
import { TEST_SECRET, withTestServer, type Api } from "../support/test-server.js";

const clock = new MovableClock(new Date().toISOString());
// The file may have been read minutes before its first test, and new ids are made by the real time.
beforeAll(() => clock.advance(Date.now() - clock.now().getTime()));
const server = withTestServer({ clock });
const USERS = 9_000;
let list: string;

async function send(csv: string, api: Api = server.admin): Promise<string> {
  return (await sendList({ url: server.url, key: api.key }, csv)).id!;
}

beforeAll(async () => {
  list = await send(csvOfUsers(USERS));
});

type Input = ReturnType<typeof disclosureInput>;
const listed = (changes: Record<string, unknown> = {}): Input =>
  disclosureInput({ subjects: undefined, subjectList: list, ...changes });

async function record(input: Input, api: Api = server.admin) {
  const { recordDisclosure } = await api.request<{
    recordDisclosure: { created: boolean; disclosure: { subjectCount: number } };
  }>(RECORD, { input });
  return { created: recordDisclosure.created, users: recordDisclosure.disclosure.subjectCount };
}

async function refusalOf(input: Input, api: Api = server.admin) {
  const [error] = await api.errorsOf(RECORD, { input });
  return [error!.extensions.code, ...(error!.extensions.fields ?? [])];
}

describe("A disclosure of a list", () => {
  it("covers its users, and no other", async () => {
    const input = listed();
    expect(await record(input)).toEqual({ created: true, users: USERS });
    const covering = async (reference: string) => {
      const { disclosures } = await server.admin.request<{ disclosures: { nodes: { id: string }[] } }>(
        "query ($subject: String) { disclosures(first: 100, filter: { subject: $subject }) { nodes { id } } }",
        { subject: reference },
      );
      return disclosures.nodes.map(({ id }) => id);
    };
    expect(await covering("user-0")).toContain(input.id);
    expect(await covering(`user-${USERS - 1}`)).toContain(input.id);
    expect(await covering(`user-${USERS}`)).not.toContain(input.id);
    const { disclosure } = await server.admin.request<{
      disclosure: { subjects: { totalCount: number; nodes: { id: string }[] } };
    }>("query ($id: UUID!) { disclosure(id: $id) { subjects(first: 1000) { totalCount nodes { id } } } }", {
      id: input.id,
    });
    expect(disclosure.subjects.totalCount).toBe(USERS);
    expect(new Set(disclosure.subjects.nodes.map(({ id }) => id)).size).toBe(1_000);
  });

  it("leaves the list good for others", async () => {
    expect(await record(listed())).toEqual({ created: true, users: USERS });
    expect(await record(listed({ recipient: "example_police" }))).toEqual({ created: true, users: USERS });
  });

  it("may stand in a batch, of any mixture, whose statements do not grow with its lists", async () => {
    const small = await send("ann\nbob\n");
    const { recordDisclosures } = await server.admin.request<RecordedBatch>(RECORD_BATCH, {
      inputs: [listed(), disclosureInput(), listed({ subjectList: small }), listed({ subjectList: v7() })],
    });
    expect(
      recordDisclosures.results.map(({ created, disclosure, error }) => [
        created,
        disclosure?.subjectCount ?? error!.fields,
      ]),
    ).toEqual([
      [true, USERS],
      [true, 2],
      [true, 2],
      [false, ["subjectList"]],
    ]);
    const unknown = (count: number) => Array.from({ length: count }, () => listed({ subjectList: v7() }));
    const statements = async (count: number) =>
      (await server.statementsOf(() => server.admin.request(RECORD_BATCH, { inputs: unknown(count) }))).count;
    expect(await statements(50)).toBe(await statements(2));
  });

  it("may restate another, and be sent again", async () => {
    const first = disclosureInput();
    await record(first);
    const input = {
      id: v7(),
      amends: first.id,
      reason: "All of them",
      restated: { ...listed(), id: undefined },
    };
    const amend = async () =>
      (await server.admin.request<AmendedDisclosure>(AMEND, { input })).amendDisclosure;
    expect(await amend()).toMatchObject({ created: true, disclosure: { id: input.id } });
    expect(await amend()).toMatchObject({ created: false, disclosure: { id: input.id } });
    const [error] = await server.admin.errorsOf(AMEND, {
      input: { ...input, id: v7(), amends: input.id, restated: { ...input.restated, subjectList: v7() } },
    });
    expect(error!.extensions).toEqual({ code: "BAD_USER_INPUT", fields: ["restated.subjectList"] });
  });

  it("says with which references it agrees", async () => {
    const { id } = listed();
    await record(listed({ id }));
    const match = (key: string, set: string) =>
      postList({ url: server.url, key }, "user-7\nsomebody\nuser-8\n", {
        path: `/subject-lists/match/${set}`,
      });
    expect(await (await match(server.admin.key, id)).text()).toBe("user-7\nuser-8\n");
    expect((await match(server.admin.key, v7())).status).toBe(404);
    expect((await match((await server.as("INTEGRATION")).key, id)).status).toBe(403);
  });
});

describe("A list that is named", () => {
  it("is unknown to any other key, just as one that never was", async () => {
    const integration = await server.as("INTEGRATION");
    const message = async (subjectList: string) =>
      (await integration.errorsOf(RECORD, { input: listed({ subjectList }) }))[0];
    expect(await message(list)).toEqual(await message(v7()));
    expect(await refusalOf(listed(), integration)).toEqual(["BAD_USER_INPUT", "subjectList"]);
    expect(await refusalOf(listed({ subjectList: "no id" }))).toEqual(["BAD_USER_INPUT", "subjectList"]);
    const own = await send("ann\n", integration);
    expect(await record(listed({ subjectList: own }), integration)).toEqual({ created: true, users: 1 });
  });

  it("is told to be unknown together with all else that is wrong", async () => {
    expect(await refusalOf(listed({ subjectList: v7(), recipient: "nobody" }))).toEqual([
      "BAD_USER_INPUT",
      "recipient",
      "subjectList",
    ]);
  });
});

describe("A retry", () => {
  it("of a list is the same with the same list, another of the same users, or all their names", async () => {
    const small = "zoe\nann\nbob\n";
    const input = listed({ subjectList: await send(small) });
    expect(await record(input)).toEqual({ created: true, users: 3 });
    for (const users of [
      { subjectList: input.subjectList },
      { subjectList: (input.subjectList as string).toUpperCase() },
      { subjectList: await send("bob\nann\nzoe\nann\n") },
      { subjectList: undefined, subjects: ["ann", "zoe", "bob"] },
    ]) {
      expect(await record({ ...input, ...users })).toEqual({ created: false, users: 3 });
    }
    expect(await refusalOf({ ...input, subjectList: list })).toEqual(["CONFLICT", "subjectList"]);
    expect(await refusalOf({ ...input, subjectList: undefined, subjects: ["ann"] })).toEqual([
      "CONFLICT",
      "subjects",
    ]);
  });

  it("by a list is the same as what was recorded by names", async () => {
    const input = disclosureInput({ subjects: ["ann", "bob"] });
    await record(input);
    const again = { ...input, subjects: undefined, subjectList: await send("bob\nann\n") };
    expect(await record(again)).toEqual({ created: false, users: 2 });
  });

  it("by names is the same as what was recorded when digests needed an order", async () => {
    const input = disclosureInput({ subjects: ["ann", "bob"] });
    await record(input);
    const keyring = new Keyring(TEST_SECRET);
    const pseudonyms = ["ann", "bob"].map((each) => pseudonymOf(keyring.derive("pseudonym/v1"), each));
    await server.database.owner.query(
      "UPDATE disclosure_fingerprint SET subjects = $1 WHERE disclosure_id = $2",
      [digestOfSet(keyring.derive("subject-set/v1"), pseudonyms), input.id],
    );
    expect(await record(input)).toEqual({ created: false, users: 2 });
    expect(await refusalOf({ ...input, subjects: ["ann"] })).toEqual(["CONFLICT", "subjects"]);
  });

  it("that arrives with the first call records once", async () => {
    const input = listed();
    const answers = await Promise.all(Array.from({ length: 6 }, () => record(input)));
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    const [row] = await server.database.owner.query<{ count: string }[]>(
      "SELECT count(*) FROM disclosure_fingerprint WHERE disclosure_id = $1",
      [input.id],
    );
    expect(row!.count).toBe("1");
  });

  it("is suspected of being a duplicate under another id, whichever way its users are named", async () => {
    const input = listed({ subjectList: await send("dan\neve\n"), recordCount: 17 });
    await record(input);
    const other = disclosureInput({ subjects: ["eve", "dan"], recordCount: 17 });
    await record(other);
    const { disclosure } = await server.admin.request<{ disclosure: unknown }>(
      "query ($id: UUID!) { disclosure(id: $id) { duplicatesSuspected { id } } }",
      { id: input.id },
    );
    expect(disclosure).toEqual({ duplicatesSuspected: [{ id: other.id }] });
  });

  // Last of all, because it ends every list of this file.
  it("is good after its list is gone, which no new disclosure can name any more", async () => {
    const input = listed();
    await record(input);
    const erased = listed();
    await record(erased);
    await server.database.owner.query("DELETE FROM disclosure_fingerprint WHERE disclosure_id = $1", [
      erased.id,
    ]);
    clock.advance(DAY_MS);
    expect(await refusalOf(listed())).toEqual(["BAD_USER_INPUT", "subjectList"]);
    expect(await record(input)).toEqual({ created: false, users: USERS });
    clock.advance(DAY_MS);
    expect(await server.app.lists.deleteExpired()).toBeGreaterThan(0);
    expect(await record(input)).toEqual({ created: false, users: USERS });
    expect(await record(erased)).toEqual({ created: false, users: USERS });
    expect(await refusalOf({ ...input, recordCount: 3 })).toEqual(["CONFLICT", "recordCount"]);
    expect(await refusalOf({ ...input, subjectList: v7() })).toEqual(["BAD_USER_INPUT", "subjectList"]);
  });
});
