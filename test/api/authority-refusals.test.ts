import { beforeAll, describe, expect, it } from "@jest/globals";
import { v4, v7 } from "uuid";
import {
  authorityRequestInput,
  REGISTER_REQUEST,
  REVIEW_REQUEST,
  SUSPEND,
  suspensionInput,
} from "../support/authority-operations.js";
import { idOf } from "../support/disclosure-input.js";
import { MINUTE_MS, MovableClock } from "../support/movable-clock.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer, type Api } from "../support/test-server.js";

const clock = new MovableClock("2026-03-02T06:00:00Z");
const server = withTestServer({ clock });
const now = () => idOf(clock.at(0));

async function refusalOf(document: string, input: Record<string, unknown>, api: Api = server.admin) {
  const before = await countRows(server.database.owner);
  const errors = await api.errorsOf(document, { input });
  expect(errors).toHaveLength(1);
  expect(await countRows(server.database.owner)).toEqual(before);
  return { ...errors[0]!.extensions, message: errors[0]!.message };
}

let request: string;
beforeAll(async () => {
  const input = authorityRequestInput({ id: now() });
  await server.admin.request(REGISTER_REQUEST, { input });
  request = input.id;
});

type Case = readonly [what: string, changes: Record<string, unknown>, fields: string[], remedy: RegExp];

describe("An authority request is refused, and nothing is stored,", () => {
  it.each<Case>([
    [
      "of an unknown recipient",
      { recipient: "example_cort" },
      ["recipient"],
      /Did you mean "example_court"\?/,
    ],
    [
      "without a document's number",
      { documentNumber: " " },
      ["documentNumber"],
      /number that stands on the document/,
    ],
    [
      "with too long a number",
      { documentNumber: "7".repeat(201) },
      ["documentNumber"],
      /at most 200 characters/,
    ],
    ["without an instrument", { instrument: "" }, ["instrument"], /on what law, order or decision/],
    ["with an instrument that text cannot hold", { instrument: "a\u0000b" }, ["instrument"], /U\+0000/],
    ["with too long an official", { official: "x".repeat(201) }, ["official"], /at most 200 characters/],
    ["with an official that is no valid Unicode", { official: "\ud800" }, ["official"], /valid Unicode/],
    [
      "dated after its receipt",
      { documentDate: "2026-02-26" },
      ["documentDate"],
      /dated after .* received, 2026-02-25/,
    ],
    ["dated before 1900", { documentDate: "1899-12-31" }, ["documentDate"], /before 1900; check its year/],
    [
      "dated in a year that no table holds",
      { documentDate: "0000-01-01" },
      ["documentDate"],
      /a day that exists/,
    ],
    [
      "received before 1970",
      { receivedAt: "1969-12-31T23:59:59Z", documentDate: "1969-01-01" },
      ["receivedAt"],
      /before 1970/,
    ],
    [
      "received later than now",
      { receivedAt: clock.at(5 * MINUTE_MS + 1) },
      ["receivedAt"],
      /more than five minutes ahead/,
    ],
    ["under an id of another version", { id: v4() }, ["id"], /Send a UUIDv7/],
    [
      "under a new id of long ago",
      { id: idOf("2026-01-01T00:00:00Z") },
      ["id"],
      /Make a fresh UUIDv7; `receivedAt` may be as old/,
    ],
    [
      "for everything that is wrong at once",
      { recipient: "nobody", documentNumber: "", instrument: "" },
      ["recipient", "documentNumber", "instrument"],
      /recipient: .* documentNumber: .* instrument: /,
    ],
  ])("%s", async (_what, changes, fields, remedy) => {
    const refusal = await refusalOf(REGISTER_REQUEST, authorityRequestInput({ id: now(), ...changes }));
    expect(refusal).toMatchObject({ code: "BAD_USER_INPUT", fields });
    expect(refusal.message).toMatch(remedy);
  });

  it("unless its receipt is ahead by no more than clocks differ", async () => {
    const input = authorityRequestInput({ id: now(), receivedAt: clock.at(5 * MINUTE_MS) });
    expect(await server.admin.request(REGISTER_REQUEST, { input })).toMatchObject({
      registerAuthorityRequest: { created: true },
    });
  });
});

describe("A refusal", () => {
  const MARK = "iin870101300123";

  it.each<[string, string[]]>([
    [
      REGISTER_REQUEST,
      ["id", "recipient", "documentNumber", "documentDate", "instrument", "receivedAt", "official"],
    ],
    [REVIEW_REQUEST, ["id", "lawful", "reasons"]],
    [SUSPEND, ["authorityRequest", "form", "receivedAt", "until", "official"]],
  ])("never repeats what stood in a field by mistake: %s", async (document, fields) => {
    // What is not changed is refused as well, so that nothing is recorded whatever the field takes.
    const inputs = new Map<string, Record<string, unknown>>([
      [REGISTER_REQUEST, authorityRequestInput({ id: now(), recipient: "nobody", instrument: "" })],
      [REVIEW_REQUEST, { id: v7(), lawful: true, reasons: "Complete." }],
      [SUSPEND, suspensionInput(v7())],
    ]);
    for (const field of fields) {
      for (const value of [MARK, `${MARK}\u0000`, MARK.repeat(1_000), [MARK], { [MARK]: true }]) {
        const refusal = await refusalOf(document, { ...inputs.get(document), [field]: value });
        expect(JSON.stringify(refusal)).not.toContain(MARK);
      }
    }
  });
});

describe("A review is refused, and nothing is stored,", () => {
  const review = (changes: Record<string, unknown> = {}) => ({
    id: request,
    lawful: true,
    reasons: "It names the law.",
    ...changes,
  });

  it("of a request that there is not", async () => {
    const refusal = await refusalOf(REVIEW_REQUEST, review({ id: v7() }));
    expect(refusal).toMatchObject({ code: "NOT_FOUND", fields: ["id"] });
    expect(refusal.message).toMatch(
      /no authority request with this id; check it, or register the request first/,
    );
  });

  it.each<Case>([
    [
      "without reasons",
      { reasons: " \n" },
      ["reasons"],
      /Say why the demand complies with the law or does not/,
    ],
    ["with too long reasons", { reasons: "r".repeat(2_001) }, ["reasons"], /at most 2000 characters/],
    ["with reasons that text cannot hold", { reasons: "a\u0000b" }, ["reasons"], /U\+0000/],
  ])("%s", async (_what, changes, fields, remedy) => {
    const refusal = await refusalOf(REVIEW_REQUEST, review(changes));
    expect(refusal).toMatchObject({ code: "BAD_USER_INPUT", fields });
    expect(refusal.message).toMatch(remedy);
  });

  it.each(["INTEGRATION", "REPORTER", "AUDITOR"] as const)("by a key with the role %s", async (role) => {
    const refusal = await refusalOf(REVIEW_REQUEST, review(), await server.as(role));
    expect(refusal.code).toBe("FORBIDDEN");
    expect(refusal.message).toContain("it needs the permission REVIEW_AUTHORITY_REQUESTS");
  });
});

describe("A suspension is refused, and nothing is stored,", () => {
  it("for a request that there is not", async () => {
    const refusal = await refusalOf(SUSPEND, suspensionInput(v7()));
    expect(refusal).toMatchObject({ code: "NOT_FOUND", fields: ["authorityRequest"] });
    expect(refusal.message).toMatch(
      /no authority request with this id; check it, or register the request first/,
    );
  });

  it.each<Case>([
    [
      "where it is written and has no end",
      { until: null },
      ["until"],
      /A written statement says until when.*give the last day/,
    ],
    [
      "where it was over before it began",
      { until: "2026-02-28" },
      ["until"],
      /over before it was asked for, on 2026-03-01/,
    ],
    [
      "where it was merely said and lasts longer than 30 days",
      { form: "ORAL", until: "2026-04-01" },
      ["until"],
      /at most 30 days after its receipt, until 2026-03-31: leave the day out, or ask for a written statement/,
    ],
    [
      "where it was asked for later than now",
      { receivedAt: "2027-01-01T00:00:00Z", until: "2027-02-01" },
      ["receivedAt"],
      /five minutes ahead/,
    ],
    [
      "where its official's name is too long",
      { official: "x".repeat(201) },
      ["official"],
      /at most 200 characters/,
    ],
  ])("%s", async (_what, changes, fields, remedy) => {
    const refusal = await refusalOf(SUSPEND, suspensionInput(request, changes));
    expect(refusal).toMatchObject({ code: "BAD_USER_INPUT", fields });
    expect(refusal.message).toMatch(remedy);
  });

  it("by a key that may only record", async () => {
    const refusal = await refusalOf(SUSPEND, suspensionInput(request), await server.as("INTEGRATION"));
    expect(refusal.code).toBe("FORBIDDEN");
  });
});
