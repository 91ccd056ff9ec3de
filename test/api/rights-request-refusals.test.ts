import { describe, expect, it } from "@jest/globals";
import { v4 } from "uuid";
import { idOf } from "../support/disclosure-input.js";
import { MINUTE_MS, MovableClock } from "../support/movable-clock.js";
import { OPEN_REQUEST, rightsRequestInput } from "../support/rights-operations.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer } from "../support/test-server.js";

const clock = new MovableClock("2026-03-02T06:00:00Z");
const server = withTestServer({ clock });

type Case = readonly [what: string, changes: Record<string, unknown>, fields: string[], remedy: RegExp];

describe("A rights request is refused, and nothing is stored,", () => {
  it.each<Case>([
    ["of nobody", { subject: "  " }, ["subject"], /must not be empty/],
    ["of a reference too long", { subject: "x".repeat(257) }, ["subject"], /at most 256/],
    ["received later than now", { receivedAt: clock.at(5 * MINUTE_MS + 1) }, ["receivedAt"], /five minutes/],
    ["received before 1970", { receivedAt: "1969-12-31T23:59:59Z" }, ["receivedAt"], /before 1970/],
    ["through an unknown channel", { channel: "telegramm" }, ["channel"], /Did you mean "telegram"\?/],
    [
      "about an unknown category",
      { kind: "BLOCKING", categories: ["reviews", "review"] },
      ["categories[1]"],
      /Did you mean "reviews"\?/,
    ],
    [
      "about an unknown purpose",
      { kind: "REFUSAL_OF_USE", purposes: ["marketin"] },
      ["purposes[0]"],
      /Did you mean "marketing"\?/,
    ],
    [
      "to erase part of the data",
      { kind: "ERASURE", categories: ["reviews"] },
      ["categories"],
      /RECTIFICATION, BLOCKING, REFUSAL_OF_USE; ERASURE concerns all/,
    ],
    [
      "to correct data for a purpose",
      { kind: "RECTIFICATION", purposes: ["marketing"] },
      ["purposes"],
      /BLOCKING, REFUSAL_OF_USE/,
    ],
    [
      "to withdraw what is no consent",
      { kind: "CONSENT_WITHDRAWAL", legalGround: "contract" },
      ["legalGround"],
      /of the kind CONSENT/,
    ],
    [
      "to withdraw an unknown ground",
      { kind: "CONSENT_WITHDRAWAL", legalGround: "consen" },
      ["legalGround"],
      /Did you mean "consent"\?/,
    ],
    [
      "of another kind that names a ground",
      { legalGround: "consent" },
      ["legalGround"],
      /CONSENT_WITHDRAWAL/,
    ],
    ["with too much text", { details: "x".repeat(10_001) }, ["details"], /at most 10000/],
    ["with text that cannot be stored", { subjectLine: "a\u0000b" }, ["subjectLine"], /U\+0000/],
    ["with too long an address", { address: "x".repeat(501) }, ["address"], /at most 500/],
    ["under an id of another version", { id: v4() }, ["id"], /Send a UUIDv7/],
    ["under an id of another time", { id: idOf("2026-01-01T00:00:00Z") }, ["id"], /Make a fresh UUIDv7/],
    [
      "for several reasons at once",
      { subject: "", channel: "x", legalGround: "consent" },
      ["subject", "channel", "legalGround"],
      /must not be empty.*no entry.*Leave it out/,
    ],
  ])("%s", async (_what, changes, fields, remedy) => {
    const before = await countRows(server.database.owner);
    const input = rightsRequestInput({ id: idOf(clock.at(0)), ...changes });
    const [error] = await server.admin.errorsOf(OPEN_REQUEST, { input });
    expect(error!.extensions).toMatchObject({ code: "BAD_USER_INPUT", fields });
    expect(error!.message).toMatch(remedy);
    expect(await countRows(server.database.owner)).toEqual(before);
  });

  it("where a list's period ends before it begins", async () => {
    const [error] = await server.admin.errorsOf(
      `{ rightsRequests(filter: { receivedFrom: "2026-03-02T00:00:00Z", receivedTo: "2026-03-01T00:00:00Z" }) { totalCount } }`,
    );
    expect(error!.extensions).toMatchObject({ code: "BAD_USER_INPUT", fields: ["filter.receivedTo"] });
  });
});
