import { beforeAll, describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import {
  authorityRequestInput,
  REGISTER_REQUEST,
  REVIEW_REQUEST,
  type RegisteredRequest,
} from "../support/authority-operations.js";
import { countRows, dumpRows } from "../support/stored-rows.js";
import { withTestServer, type Api } from "../support/test-server.js";

const server = withTestServer();

async function register(changes: Record<string, unknown> = {}, api: Api = server.admin) {
  const input = authorityRequestInput(changes);
  const { registerAuthorityRequest } = await api.request<RegisteredRequest>(REGISTER_REQUEST, { input });
  return { input, ...registerAuthorityRequest };
}

const EVERYTHING = `id documentNumber documentDate instrument official receivedAt recordedAt status recordedBy recordedByKey
  recipient { key name } reviews { lawful } suspensions { form } accountingSuspendedUntil`;

async function read(id: string): Promise<Record<string, unknown> | null> {
  const { authorityRequest } = await server.admin.request<{
    authorityRequest: Record<string, unknown> | null;
  }>(`query ($id: UUID!) { authorityRequest(id: $id) { ${EVERYTHING} } }`, { id });
  return authorityRequest;
}

describe("A registered authority request", () => {
  it("says which document, on what instrument, by whom and when it was received", async () => {
    const { input } = await register({ documentNumber: "  7-12/26\u00a0" });
    expect(await read(input.id)).toEqual({
      id: input.id,
      documentNumber: "7-12/26",
      documentDate: "2026-02-20",
      instrument: input.instrument,
      official: "Judge of the example court",
      receivedAt: "2026-02-25T06:00:00.000Z",
      recordedAt: expect.any(String) as unknown,
      status: "UNREVIEWED",
      recordedBy: "Administrator",
      recordedByKey: server.admin.key.split("_")[1],
      recipient: { key: "example_court", name: "Example District Court" },
      reviews: [],
      suspensions: [],
      accountingSuspendedUntil: null,
    });
  });

  it("need not name an official, and may be dated on the day of its receipt, on the controller's calendar", async () => {
    // In Almaty it is the 26th already.
    const { input } = await register({
      official: " ",
      documentDate: "2026-02-26",
      receivedAt: "2026-02-25T20:00:00Z",
    });
    expect(await read(input.id)).toMatchObject({ official: null, documentDate: "2026-02-26" });
  });

  it("gets an id where its recorder chose none", async () => {
    const { authorityRequest, created } = await register({ id: undefined });
    expect(created).toBe(true);
    expect(authorityRequest.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  });

  it("is found as a node by its UUID, in any case of letters", async () => {
    const { input } = await register();
    for (const id of [input.id, input.id.toUpperCase()]) {
      const node = await server.admin.request("query ($id: ID!) { node(id: $id) { __typename id } }", { id });
      expect(node).toEqual({ node: { __typename: "AuthorityRequest", id: input.id } });
    }
  });

  it("is null for an id that nothing was recorded under", async () => {
    expect(await read(v7())).toBeNull();
  });

  it("keeps what people wrote apart from the fact, which commits to it", async () => {
    const { input } = await register({ official: "A marked official" });
    const stored = (await dumpRows(server.database.owner)).split("\n");
    const marked = stored.filter((row) => row.includes("A marked official"));
    expect(marked).toHaveLength(1);
    expect(marked[0]).toContain(`${input.id},official`);
    await server.database.owner.query("DELETE FROM free_text WHERE fact_id = $1", [input.id]);
    expect(await read(input.id)).toMatchObject({ official: null, documentNumber: null, instrument: null });
    // What was erased is not compared: the retry is still known for one.
    expect(await server.admin.request(REGISTER_REQUEST, { input })).toMatchObject({
      registerAuthorityRequest: { created: false },
    });
  });
});

describe("The same request sent again", () => {
  it("answers the same record, with another spelling of the same text, too", async () => {
    const { input } = await register({ official: "Zo\u00eb" });
    const before = await countRows(server.database.owner);
    for (const official of ["Zo\u00eb", " Zoe\u0308 "]) {
      expect(await server.admin.request(REGISTER_REQUEST, { input: { ...input, official } })).toMatchObject({
        registerAuthorityRequest: { created: false, authorityRequest: { id: input.id } },
      });
    }
    expect(await countRows(server.database.owner)).toEqual(before);
  });

  it("is recorded once when it arrives several times at the same moment", async () => {
    const input = authorityRequestInput();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => server.admin.request<RegisteredRequest>(REGISTER_REQUEST, { input })),
    );
    expect(answers.filter(({ registerAuthorityRequest }) => registerAuthorityRequest.created)).toHaveLength(
      1,
    );
  });

  it.each<[string, unknown]>([
    ["recipient", "example_police"],
    ["documentDate", "2026-02-19"],
    ["receivedAt", "2026-02-25T06:00:00.001Z"],
    ["documentNumber", "2-1139/2026"],
    ["instrument", "Another ruling"],
    ["official", "Another judge"],
    ["official", null],
  ])("is a conflict that names %s alone, when it reads %j", async (field, value) => {
    const { input } = await register();
    const before = await countRows(server.database.owner);
    const [error] = await server.admin.errorsOf(REGISTER_REQUEST, { input: { ...input, [field]: value } });
    expect(error!.extensions).toEqual({ code: "CONFLICT", fields: [field] });
    expect(error!.message).toContain(`what differs: ${field}. Send a fresh id`);
    expect(error!.message).not.toMatch(/2-1138|judge/i);
    expect(await countRows(server.database.owner)).toEqual(before);
  });
});

describe("A list of authority requests", () => {
  const list = async (variables: Record<string, unknown>) => {
    const { authorityRequests } = await server.admin.request<{
      authorityRequests: { nodes: { id: string }[]; totalCount: number; pageInfo: { endCursor: string } };
    }>(
      `query ($filter: AuthorityRequestFilter, $first: Int, $after: String) {
        authorityRequests(filter: $filter, first: $first, after: $after) { nodes { id } totalCount pageInfo { endCursor } }
      }`,
      variables,
    );
    return { ...authorityRequests, ids: authorityRequests.nodes.map(({ id }) => id) };
  };
  let police: string[];

  beforeAll(async () => {
    police = [];
    for (const day of [3, 1, 2]) {
      const receivedAt = `2026-04-0${day}T06:00:00Z`;
      police.push((await register({ recipient: "example_police", receivedAt })).input.id);
    }
    await server.admin.request(REVIEW_REQUEST, {
      input: { id: police[1], lawful: true, reasons: "Complete." },
    });
    await server.admin.request(REVIEW_REQUEST, {
      input: { id: police[2], lawful: false, reasons: "No law." },
    });
  });

  it("shows the newest received first, page by page", async () => {
    const filter = { recipient: "example_police" };
    const [third, first, second] = police;
    const page = await list({ filter, first: 2 });
    expect(page).toMatchObject({ ids: [third, second], totalCount: 3 });
    expect((await list({ filter, first: 2, after: page.pageInfo.endCursor })).ids).toEqual([first]);
    const { totalCount } = await list({});
    expect(totalCount).toBeGreaterThan(3);
  });

  it.each<[string, number]>([
    ["UNREVIEWED", 0],
    ["LAWFUL", 1],
    ["UNLAWFUL", 2],
  ])("shows those that are %s", async (status, index) => {
    expect(await list({ filter: { recipient: "example_police", status } })).toMatchObject({
      ids: [police[index]],
      totalCount: 1,
    });
  });

  it("refuses a recipient that the data map does not know, and says which may be meant", async () => {
    const [error] = await server.admin.errorsOf(
      '{ authorityRequests(filter: { recipient: "example_curt" }) { totalCount } }',
    );
    expect(error!.extensions).toEqual({ code: "BAD_USER_INPUT", fields: ["filter.recipient"] });
    expect(error!.message).toContain('Did you mean "example_court"?');
  });

  it("sends no more statements for many requests than for one", async () => {
    const ask = async (first: number) => {
      const { statements } = await server.statementsOf(() =>
        server.admin.request(`{ authorityRequests(first: ${first}) { nodes { ${EVERYTHING} } } }`),
      );
      // The caller's key is looked up every few seconds, whatever is asked.
      return statements.filter((statement) => !statement.includes("secret_hash")).length;
    };
    await ask(1);
    const [one, many] = [await ask(1), await ask(20)];
    expect(many).toBeLessThanOrEqual(one);
  });
});

describe("An INTEGRATION key", () => {
  it("registers a request under an id of its own, and reads back what the call answers", async () => {
    const integration = await server.as("INTEGRATION");
    const { created } = await register({}, integration);
    expect(created).toBe(true);
    const [error] = await integration.errorsOf(REGISTER_REQUEST, {
      input: authorityRequestInput({ id: undefined }),
    });
    expect(error!.extensions).toEqual({ code: "BAD_USER_INPUT", fields: ["id"] });
    expect(error!.message).toMatch(/INTEGRATION must send an id: make a UUIDv7 per demand/);
  });
});
