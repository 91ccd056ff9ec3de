import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  readAuthorityRequest,
  type AuthorityRequestInput,
} from "../../../src/modules/authorities/core/read-authority-request.js";
import { readReview } from "../../../src/modules/authorities/core/read-review.js";
import {
  readSuspension,
  type SuspensionInput,
} from "../../../src/modules/authorities/core/read-suspension.js";
import { exampleSnapshot } from "../datamap/example-snapshot.js";

const map = exampleSnapshot();
const NOW = new Date("2026-06-01T08:00:00.000Z");
const DAY_MS = 24 * 3_600_000;

const request: AuthorityRequestInput = {
  recipient: "example_court",
  documentNumber: "2-1138/2026",
  documentDate: "2026-02-20",
  instrument: "A ruling",
  receivedAt: new Date("2026-02-25T06:00:00Z"),
};
const suspension: SuspensionInput = {
  authorityRequest: "0195511d-2c00-7cc3-98c4-dc0c0c07398f",
  form: "ORAL",
  receivedAt: new Date("2026-02-25T06:00:00Z"),
};

describe("What a caller sends of authorities", () => {
  it("is never repeated where it is wrong", () => {
    const text = fc.constantFrom("", " ", "marked\u0000", "\ud800 marked", `marked ${"x".repeat(3_000)}`);
    fc.assert(
      fc.property(text, text, text, (one, other, third) => {
        const problems = [
          ...readAuthorityRequest(
            { ...request, recipient: "marked", documentNumber: one, instrument: other, official: third },
            map,
            NOW,
          ).problems,
          ...readReview({ id: suspension.authorityRequest, lawful: true, reasons: one }).problems,
          ...readSuspension({ ...suspension, official: third }, map, NOW).problems,
        ];
        expect(problems.length).toBeGreaterThanOrEqual(4);
        for (const { message } of problems) {
          expect(message).not.toContain("marked");
          expect(message).toMatch(/^[A-Z].*[.?]$/);
        }
      }),
    );
  });
});

describe("A suspension by word of mouth", () => {
  const days = (moment: number) => map.calendarDay(new Date(moment));

  it("holds on the thirtieth day after its receipt and not on the next, whenever it was received", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: NOW.getTime() }),
        fc.integer({ min: -1, max: 40 }),
        (received, length) => {
          const receivedAt = new Date(received);
          const thirtieth = days(Date.parse(`${days(received)}T00:00:00Z`) + 30 * DAY_MS);
          expect(readSuspension({ ...suspension, receivedAt }, map, NOW).content.until).toBe(thirtieth);
          const until = days(Date.parse(`${days(received)}T00:00:00Z`) + length * DAY_MS);
          const { problems } = readSuspension({ ...suspension, receivedAt, until }, map, NOW);
          expect(problems.map(({ field }) => field)).toEqual(length >= 0 && length <= 30 ? [] : ["until"]);
        },
      ),
    );
  });

  it("may be as long as the authority says where it is written", () => {
    const { content, problems } = readSuspension(
      { ...suspension, form: "WRITTEN", until: "2036-02-29" },
      map,
      NOW,
    );
    expect(problems).toEqual([]);
    expect(content.until).toBe("2036-02-29");
  });
});
