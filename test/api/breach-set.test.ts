import { beforeAll, describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { CREATE_BREACH_SET, createBreachSet, impactOf } from "../support/breach-operations.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { erasingOn } from "../support/erasing.js";
import { DAY_MS, MovableClock } from "../support/movable-clock.js";
import { postList, sendList } from "../support/send-list.js";
import { withTestServer, type LentServer } from "../support/test-server.js";
import { waitingAtOnce } from "../support/until-waiting.js";

const clock = new MovableClock("2026-03-01T10:00:00.000Z");
const server = withTestServer({ clock });
const sealing = withTestServer({ sealReferences: true });
const filter = { recipient: "example_courier" };
const USERS = 9_000;
const REASON = { reason: "Their addresses are needed for the notice." };

beforeAll(async () => {
  const subjects = Array.from({ length: USERS }, (_, index) => `user-${index}`);
  const { id: _, ...input } = disclosureInput({ subjects });
  const { id: _again, ...again } = disclosureInput({ subjects: ["user-1", "somebody else"] });
  for (const each of [input, again]) await server.admin.request(RECORD, { input: each });
  await sealing.admin.request(RECORD, { input: disclosureInput({ subjects: ["ann", "bob"] }) });
});

interface Exported {
  readonly status: number;
  readonly type: string | null;
  readonly lines: readonly Record<string, unknown>[];
}

/** With a body it is asked for with references. */
async function exportOf(from: LentServer, set: string, key: string, body?: object): Promise<Exported> {
  const response = await fetch(new URL(`/exports/breach/${set}`, from.url), {
    headers: {
      ...(key && { authorization: `Bearer ${key}` }),
      ...(body && { "content-type": "application/json" }),
    },
    ...(body && { method: "POST", body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    lines: text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

const codeOf = ({ lines }: Exported) =>
  (lines[0] as unknown as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code;

describe("The users whom a breach concerns", () => {
  it("are kept as a set for a day, each once", async () => {
    const set = await createBreachSet(server.admin, filter);
    expect(set).toMatchObject({ subjectCount: USERS + 1, expiresAt: clock.at(DAY_MS) });
  });

  it("are found among the platform's references by whoever may look up users", async () => {
    const { id } = await createBreachSet(server.admin, filter);
    const analyst = await server.as("ANALYST");
    const answer = await postList(
      { url: server.url, key: analyst.key },
      "nobody\nuser-0\nsomebody else\nuser-9000\nuser-8999\n",
      { path: `/subject-lists/match/${id}` },
    );
    expect(await answer.text()).toBe("user-0\nsomebody else\nuser-8999\n");
  });

  it("are exported by their handles, those that disclosures show, and by no reference", async () => {
    const { id } = await createBreachSet(server.admin, filter);
    const { status, type, lines } = await exportOf(server, id, server.admin.key);
    expect([status, type]).toEqual([200, "application/x-ndjson"]);
    expect(lines.length).toBe(USERS + 1);
    expect(new Set(lines.map((line) => line.id)).size).toBe(USERS + 1);
    expect(lines.every((line) => Object.keys(line).length === 1)).toBe(true);
    const shown = await server.admin.request<{
      disclosures: { nodes: { subjects: { nodes: { id: string }[] } }[] };
    }>(
      `{ disclosures(filter: { recipient: "example_courier" }, first: 2) { nodes { subjects(first: 2) { nodes { id } } } } }`,
    );
    const exported = new Set(lines.map((line) => line.id));
    for (const { subjects } of shown.disclosures.nodes) {
      for (const { id: handle } of subjects.nodes) expect(exported.has(handle)).toBe(true);
    }
  });

  it("are exported with references where these are sealed, to who may reveal them, for a reason that is recorded", async () => {
    const { id } = await createBreachSet(sealing.admin, filter);
    const revealed = await exportOf(sealing, id, sealing.admin.key, REASON);
    expect(revealed.lines.map((line) => line.reference).sort()).toEqual(["ann", "bob"]);
    const hidden = await exportOf(sealing, id, sealing.admin.key);
    expect(hidden.lines.map((line) => Object.keys(line))).toEqual([["id"], ["id"]]);
    expect(hidden.lines.map(({ id: handle }) => handle)).toEqual(
      revealed.lines.map(({ id: handle }) => handle),
    );
    const { subjectLookUps } = await sealing.admin.request<{ subjectLookUps: { nodes: object[] } }>(
      "{ subjectLookUps(first: 2) { nodes { kind about reason recordedBy } } }",
    );
    const by = { about: id, recordedBy: "Administrator" };
    expect(subjectLookUps.nodes).toEqual([
      { ...by, kind: "BREACH_EXPORT", reason: null },
      { ...by, kind: "REVEAL", reason: REASON.reason },
    ]);
  });

  it.each([{}, { reason: " " }, { reason: 5 }, { reason: "x".repeat(1_001) }])(
    "are exported with references for no such reason: %j",
    async (body) => {
      const { id } = await createBreachSet(sealing.admin, filter);
      const answer = await exportOf(sealing, id, sealing.admin.key, body);
      expect([answer.status, codeOf(answer)]).toEqual([400, "BAD_USER_INPUT"]);
    },
  );

  it("are exported with references neither to who may not reveal them, nor where none are kept", async () => {
    const { id } = await createBreachSet(sealing.admin, filter);
    const refused = await exportOf(sealing, id, (await sealing.as("ANALYST")).key, REASON);
    expect([refused.status, codeOf(refused)]).toEqual([403, "FORBIDDEN"]);
    const kept = await createBreachSet(server.admin, filter);
    const none = await exportOf(server, kept.id, server.admin.key, REASON);
    expect([none.status, codeOf(none)]).toEqual([409, "CONFLICT"]);
  });

  it("stay in it once erased, as a number that leads to nobody", async () => {
    const toBank = { recipient: "example_bank" };
    const input = disclosureInput({ ...toBank, legalGround: "consent", subjects: ["ann", "cyd"] });
    await sealing.admin.request(RECORD, { input });
    const before = await createBreachSet(sealing.admin, toBank);
    await erasingOn(sealing).erase("cyd");
    expect(await impactOf(sealing.admin, toBank)).toMatchObject({ distinctUsers: 2, subjectDisclosures: 2 });
    const after = await createBreachSet(sealing.admin, toBank);
    for (const { id } of [before, after]) {
      const { lines } = await exportOf(sealing, id, sealing.admin.key, REASON);
      expect(lines.map(({ reference }) => reference)).toEqual(["ann", null]);
      const path = `/subject-lists/match/${id}`;
      const answer = await postList({ url: sealing.url, key: sealing.admin.key }, "ann\ncyd\n", { path });
      expect(await answer.text()).toBe("ann\n");
    }
  });

  it("are looked for one question at a time, so that connections are left for recording", async () => {
    const ask = () => createBreachSet(server.admin, filter);
    expect(await waitingAtOnce(server, "disclosure", ask)).toBe(1);
  });

  it("are no set where it concerns nobody", async () => {
    const input = { filter: { recipient: "example_police" } };
    expect(await server.admin.request(CREATE_BREACH_SET, { input })).toEqual({
      createBreachSet: { set: null },
    });
  });

  it("are for nobody who may not look up users", async () => {
    const { id } = await createBreachSet(server.admin, filter);
    for (const role of ["REPORTER", "AUDITOR", "INTEGRATION"] as const) {
      const caller = await server.as(role);
      const [error] = await caller.errorsOf(CREATE_BREACH_SET, { input: { filter } });
      expect(error!.extensions.code).toBe("FORBIDDEN");
      const answer = await exportOf(server, id, caller.key);
      expect([answer.status, codeOf(answer)]).toEqual([403, "FORBIDDEN"]);
    }
    const answer = await exportOf(server, id, "");
    expect([answer.status, codeOf(answer)]).toEqual([401, "UNAUTHENTICATED"]);
  });

  it("are not exported from what is no such set: another id, no id, a list that was sent", async () => {
    const { id: sent } = await sendList({ url: server.url, key: server.admin.key }, "user-1\n");
    for (const id of [v7(), "somewhere", sent!]) {
      const answer = await exportOf(server, id, server.admin.key);
      expect([answer.status, codeOf(answer)]).toEqual([404, "NOT_FOUND"]);
    }
  });

  it("are of a filter that is understood", async () => {
    const [error] = await server.admin.errorsOf(CREATE_BREACH_SET, { input: { filter: {} } });
    expect(error!.extensions).toMatchObject({ code: "BAD_USER_INPUT", fields: ["filter"] });
  });

  it("are gone a day later", async () => {
    const { id } = await createBreachSet(server.admin, filter);
    clock.advance(DAY_MS);
    const answer = await exportOf(server, id, server.admin.key);
    expect([answer.status, codeOf(answer)]).toEqual([404, "NOT_FOUND"]);
  });
});
