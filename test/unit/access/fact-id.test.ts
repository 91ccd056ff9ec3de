import { describe, expect, it } from "@jest/globals";
import { v1, v4, v7 } from "uuid";
import {
  problemOfNewId,
  problemsOfFactId,
  problemsOfMissingId,
} from "../../../src/modules/access/core/fact-id.js";

const NOW = new Date("2026-06-01T08:00:00.000Z");
const DAY_MS = 24 * 3_600_000;

describe("problemsOfFactId", () => {
  it("finds none in a UUIDv7, or in an id left out", () => {
    for (const id of [v7(), v7().toUpperCase(), null, undefined]) expect(problemsOfFactId(id)).toEqual([]);
  });

  it("refuses a UUID that does not say when it was made", () => {
    for (const id of [v4(), v1(), "00000000-0000-0000-0000-000000000000"]) {
      expect(problemsOfFactId(id)).toMatchObject([{ field: "id" }]);
    }
  });
});

describe("problemsOfMissingId", () => {
  it("asks partner code for an id, and nobody else", () => {
    expect(problemsOfMissingId(null, { roles: ["INTEGRATION"] }, "transfer")).toEqual([
      {
        field: "id",
        message:
          "A key with the role INTEGRATION must send an id: make a UUIDv7 per transfer and send the same one on every retry.",
      },
    ]);
    expect(problemsOfMissingId(v7(), { roles: ["INTEGRATION"] }, "transfer")).toEqual([]);
    expect(problemsOfMissingId(undefined, { roles: ["ANALYST"] }, "transfer")).toEqual([]);
  });
});

describe("problemOfNewId", () => {
  const problemAt = (offsetMs: number) =>
    problemOfNewId(v7({ msecs: NOW.getTime() + offsetMs }), NOW, "occurredAt");

  it.each([-31 * DAY_MS, -1, 0, 300_000])("finds none %d ms from now", (offsetMs) => {
    expect(problemAt(offsetMs)).toBeNull();
  });

  it.each([-31 * DAY_MS - 1, -3_650 * DAY_MS, 300_001, 3_650 * DAY_MS])(
    "finds one %d ms from now, and says what to send",
    (offsetMs) => {
      expect(problemAt(offsetMs)).toMatchObject({
        field: "id",
        message: expect.stringContaining(
          "Make a fresh UUIDv7; `occurredAt` may be as old as you need.",
        ) as unknown,
      });
    },
  );
});
