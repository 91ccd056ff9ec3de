import { describe, expect, it } from "@jest/globals";
import { timeOfUuidV7 } from "../../src/platform/ids.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer, type Api } from "../support/test-server.js";

const server = withTestServer();

interface Recorded {
  readonly recordDisclosure: {
    readonly created: boolean;
    readonly disclosure: { readonly id: string; readonly subjectCount: number };
  };
}

async function record(input: Record<string, unknown>, api: Api = server.admin) {
  const { recordDisclosure } = await api.request<Recorded>(RECORD, { input });
  return recordDisclosure;
}

describe("recordDisclosure", () => {
  it("answers the same record when it is sent again with the same id and content", async () => {
    const input = disclosureInput();
    const disclosure = { id: input.id, subjectCount: 2 };
    expect(await record(input)).toEqual({ created: true, disclosure });
    const rows = await countRows(server.database.owner);
    expect(await record(input)).toEqual({ created: false, disclosure });
    expect(await countRows(server.database.owner)).toEqual(rows);
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ["the order of the users", { subjects: ["ann", "bob", "cyd"] }, { subjects: ["cyd", "ann", "bob"] }],
    ["users named twice", { subjects: ["ann", "bob"] }, { subjects: ["bob", "ann", "bob", "ann"] }],
    ["white space around references", { subjects: ["ann", "bob"] }, { subjects: ["  ann\n", "\u00a0bob\t"] }],
    ["the Unicode form of references", { subjects: ["zo\u00eb"] }, { subjects: ["zoe\u0308"] }],
    [
      "the order and repetition of categories",
      { categories: ["reviews", "identification.email"] },
      { categories: ["identification.email", "reviews", "identification.email"] },
    ],
    [
      "the offset in which the moment is written",
      { occurredAt: "2026-03-01T10:00:00Z" },
      { occurredAt: "2026-03-01T15:00:00.000+05:00" },
    ],
    [
      "defaults said or left out",
      {},
      { direction: "OUTBOUND", nature: "ROUTINE", note: null, channel: null },
    ],
    ["white space and the Unicode form of free text", { note: "Zo\u00eb's" }, { note: " Zoe\u0308's \n" }],
    ["free text that is left empty", {}, { note: " ", source: "", externalReference: "\t" }],
    ["the case of the country's letters", { destination: "DE" }, { destination: "de" }],
  ])("does not take %s for other content", async (_difference, first, again) => {
    const input = disclosureInput();
    expect(await record({ ...input, ...first })).toMatchObject({ created: true });
    expect(await record({ ...input, ...again })).toMatchObject({
      created: false,
      disclosure: { id: input.id },
    });
  });

  it("takes the id in either case of letters, and answers it in lower case", async () => {
    const input = disclosureInput();
    const shouted = { ...input, id: input.id.toUpperCase() };
    expect(await record(shouted)).toMatchObject({ created: true, disclosure: { id: input.id } });
    expect(await record(input)).toMatchObject({ created: false });
  });

  it("counts each user once, and never takes upper for lower case", async () => {
    const { disclosure } = await record(disclosureInput({ subjects: ["ann", "Ann", " ann", "ANN"] }));
    expect(disclosure.subjectCount).toBe(3);
  });

  it("covers as many as 10,000 users, with references as long as 256 characters", async () => {
    const subjects = Array.from({ length: 10_000 }, (_, index) => `${index}`.padStart(256, "u"));
    expect(await record(disclosureInput({ subjects }))).toMatchObject({
      created: true,
      disclosure: { subjectCount: 10_000 },
    });
  });

  it("answers the retry of another key with the record, which says who recorded it", async () => {
    const input = disclosureInput();
    await record(input, await server.as("INTEGRATION"));
    expect(await record(input, await server.as("ANALYST"))).toMatchObject({ created: false });
    const { disclosure } = await server.admin.request<{ disclosure: { recordedBy: string } }>(
      "query ($id: UUID!) { disclosure(id: $id) { recordedBy } }",
      { id: input.id },
    );
    expect(disclosure.recordedBy).toBe("A test's INTEGRATION");
  });
});

describe("an id left out", () => {
  it("is made by the registry, a UUIDv7 of the moment, so that a repetition is another disclosure", async () => {
    const { id: _, ...input } = disclosureInput();
    const before = Date.now();
    const one = await record(input);
    const other = await record(input);
    expect([one.created, other.created]).toEqual([true, true]);
    expect(one.disclosure.id).not.toBe(other.disclosure.id);
    expect(one.disclosure.id).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(timeOfUuidV7(one.disclosure.id)).toBeGreaterThanOrEqual(before);
    expect(timeOfUuidV7(one.disclosure.id)).toBeLessThanOrEqual(Date.now());
  });

  it("is refused to a key with the role INTEGRATION, which must be able to retry", async () => {
    const integration = await server.as("INTEGRATION");
    const rows = await countRows(server.database.owner);
    const [error] = await integration.errorsOf(RECORD, { input: disclosureInput({ id: null }) });
    expect(error).toMatchObject({ extensions: { code: "BAD_USER_INPUT", fields: ["id"] } });
    expect(error?.message).toMatch(/^id: .*INTEGRATION must send an id: make a UUIDv7 per transfer/);
    expect(await countRows(server.database.owner)).toEqual(rows);
  });
});
