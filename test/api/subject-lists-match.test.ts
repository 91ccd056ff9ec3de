import { beforeAll, describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { csvOfUsers, postList, sendList, type SendListOptions } from "../support/send-list.js";
import { DAY_MS, MovableClock } from "../support/movable-clock.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer, type Api } from "../support/test-server.js";

const clock = new MovableClock("2026-03-01T10:00:00.000Z");
const server = withTestServer({ clock });
let integration: Api;
let list: string;

beforeAll(async () => {
  integration = await server.as("INTEGRATION");
  const sent = await sendList(
    { url: server.url, key: integration.key },
    'ann\n"bob, the builder"\nZo\u00eb\n',
  );
  list = sent.id!;
});

async function match(
  references: string,
  { key = integration.key, set = list, ...options }: SendListOptions & { key?: string; set?: string } = {},
): Promise<{ status: number; type: string | null; text: string }> {
  const path = `/subject-lists/match/${set}`;
  const response = await postList({ url: server.url, key }, references, { ...options, path });
  return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
}

const codeOf = ({ text }: { text: string }) =>
  (JSON.parse(text) as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code;

describe("The references that are in a list", () => {
  it("come back as they were sent, in their order, as often as they were sent", async () => {
    const answer = await match(' Zoe\u0308\r\nsomebody\n"ann"\n"bob, the builder"\nANN\nann\n');
    expect(answer).toEqual({
      status: 200,
      type: "text/csv",
      text: ' Zoe\u0308\n"ann"\n"bob, the builder"\nann\n',
    });
  });

  it("come back as NDJSON where they were sent as such", async () => {
    const answer = await match('"Zo\\u00eb"\n"somebody"\n', { contentType: "application/x-ndjson" });
    expect(answer).toEqual({ status: 200, type: "application/x-ndjson", text: '"Zo\\u00eb"\n' });
  });

  it("are none where none is in it, and nobody becomes known by being asked about", async () => {
    const before = await countRows(server.database.owner);
    expect(await match(csvOfUsers(1_000, 5_000_000))).toMatchObject({ status: 200, text: "" });
    expect(await countRows(server.database.owner)).toEqual({
      ...before,
      // That somebody asked.
      subject_look_up: before.subject_look_up! + 1,
      ledger_pending: before.ledger_pending! + 1,
    });
  });

  it("are found among any number", async () => {
    const even = Array.from({ length: 100_000 }, (_, index) => `user-${index * 2}\n`).join("");
    const { id } = await sendList({ url: server.url, key: integration.key }, even);
    const { text } = await match(csvOfUsers(200_000), { set: id! });
    expect(text === even).toBe(true);
  });

  it("are told to who sent the list, and to who may look up users", async () => {
    for (const key of [integration.key, server.admin.key, (await server.as("ANALYST")).key]) {
      expect(await match("ann\n", { key })).toMatchObject({ status: 200, text: "ann\n" });
    }
    for (const key of [(await server.as("INTEGRATION")).key, (await server.as("AUDITOR")).key]) {
      expect(codeOf(await match("ann\n", { key }))).toBe("FORBIDDEN");
      // Whether there is such a list is told to none of them either.
      expect(codeOf(await match("ann\n", { key, set: v7() }))).toBe("FORBIDDEN");
    }
    expect(codeOf(await match("ann\n", { key: "" }))).toBe("UNAUTHENTICATED");
  });

  it.each([
    ["an unknown list", { set: v7() }, 404, "NOT_FOUND"],
    ["what is no id", { set: "somewhere" }, 404, "NOT_FOUND"],
    ["another content type", { contentType: "text/plain" }, 415, "BAD_USER_INPUT"],
  ])("are refused for %s", async (_what, options, status, code) => {
    const answer = await match("ann\n", { key: server.admin.key, ...options });
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
  });

  it("are refused where a line near the beginning is wrong, and broken off where one is far down", async () => {
    const refused = await match('ann\na"b\n');
    expect([refused.status, codeOf(refused)]).toEqual([400, "BAD_USER_INPUT"]);
    await expect(match(`ann\n${csvOfUsers(1_000_000)}a"b\n`)).rejects.toThrow("terminated");
  });

  it("are those of a list that is good no longer than a day", async () => {
    clock.advance(DAY_MS);
    const answer = await match("ann\n", { key: server.admin.key });
    expect([answer.status, codeOf(answer)]).toEqual([404, "NOT_FOUND"]);
  });
});
