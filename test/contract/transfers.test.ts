import { describe, expect, it } from "@jest/globals";
import { generateLines } from "../../scripts/transfers/generate.js";
import { EXAMPLE_USER } from "../../scripts/transfers/example-user.js";
import {
  isAmendment,
  linesOf,
  textOf,
  type AmendmentLine,
  type TransferLine,
} from "../../scripts/transfers/line.js";
import { readDisclosure } from "../../src/modules/disclosures/core/read-disclosure.js";
import { CHANNELS, DIRECTIONS, NATURES, OUTCOMES } from "../../src/modules/disclosures/core/vocabulary.js";
import { readCommitted } from "../support/committed-file.js";
import { exampleSnapshot } from "../unit/datamap/example-snapshot.js";

const FILE = "examples/transfers.ndjson";
const DAY_MS = 24 * 3_600_000;

const map = exampleSnapshot();
const committed = readCommitted(FILE);
const lines = linesOf(committed);
const transfers = lines.filter((line): line is TransferLine => !isAmendment(line));
const amendments = lines.filter(isAmendment);

const momentOf = (line: TransferLine) => Date.parse(line.occurredAt);
const valuesOf = (field: keyof TransferLine) => new Set(transfers.map((line) => line[field]));
const outbound = transfers.filter((line) => line.direction === undefined);

/** Whether a sharing rule of the map foresees what was handed over; what a rule requires besides is not asked. */
function isForeseen(line: TransferLine): boolean {
  const kind = map.recipient(line.recipient)?.kind;
  return map.document.sharingRules.some((rule) => {
    const may = new Set(rule.categories.flatMap((key) => map.categoryAndDescendants(key)));
    return (
      (rule.recipient ?? line.recipient) === line.recipient &&
      (rule.recipientKind ?? kind) === kind &&
      rule.purpose === line.purpose &&
      rule.legalGround === line.legalGround &&
      line.categories.every((key) => may.has(key)) &&
      (!rule.agreementRequired || line.agreement !== undefined)
    );
  });
}

describe(FILE, () => {
  it("is what `npm run make-transfers` writes, byte for byte", () => {
    // Not toBe: three megabytes of difference help nobody.
    expect(committed === textOf(generateLines())).toBe(true);
  });

  it("holds 10,000 transfers, and 60 amendments besides, each line under a reference of its own", () => {
    expect(transfers).toHaveLength(10_000);
    expect(amendments).toHaveLength(60);
    expect(new Set(lines.map((line) => line.externalReference)).size).toBe(10_060);
  });

  it("holds inputs of recordDisclosure that the example data map understands, and no ids", () => {
    const now = new Date("2026-11-30T00:00:00Z");
    const restated = amendments.flatMap((line) => line.restated ?? []);
    for (const line of [...transfers, ...restated]) {
      expect(readDisclosure({ ...line, occurredAt: new Date(line.occurredAt) }, map, now)).toHaveProperty(
        "read",
      );
    }
    expect(lines.filter((line) => "id" in line)).toEqual([]);
  });

  it("has every recipient, both directions, both natures, every channel and every outcome", () => {
    expect(valuesOf("recipient")).toEqual(new Set(map.document.recipients.map(({ key }) => key)));
    expect(valuesOf("direction").size).toBe(DIRECTIONS.length);
    expect(valuesOf("nature").size).toBe(NATURES.length);
    expect(valuesOf("channel")).toEqual(new Set([undefined, ...CHANNELS]));
    expect(valuesOf("outcome")).toEqual(new Set([undefined, ...OUTCOMES]));
  });

  it("has every agreement and safeguard of the map, and transfers across two borders", () => {
    const keys = (list: readonly { key: string }[]) => new Set([undefined, ...list.map(({ key }) => key)]);
    expect(valuesOf("agreement")).toEqual(keys(map.document.agreements));
    expect(valuesOf("safeguard")).toEqual(keys(map.document.safeguards));
    const countries = outbound.map((line) => line.destination ?? map.recipient(line.recipient)!.jurisdiction);
    expect(new Set(countries)).toEqual(new Set(["KZ", "DE", "US"]));
  });

  it("covers about 2,000 users, one to a few dozen at a time", () => {
    const counts = transfers.map((line) => line.subjects.length);
    expect(new Set(transfers.flatMap((line) => line.subjects)).size).toBeGreaterThan(1_950);
    expect(Math.min(...counts)).toBe(1);
    expect(Math.max(...counts)).toBeGreaterThan(24);
    expect(counts.filter((count) => count > 1).length).toBeGreaterThan(4_000);
    expect(transfers.every((line) => new Set(line.subjects).size === line.subjects.length)).toBe(true);
  });

  it("happens from February to October 2026 in Almaty", () => {
    const moments = transfers.map(momentOf);
    expect(Math.min(...moments)).toBeGreaterThanOrEqual(Date.parse("2026-02-01T00:00:00+05:00"));
    expect(Math.max(...moments)).toBeLessThan(Date.parse("2026-11-01T00:00:00+05:00"));
  });

  it("is in the order of logging, with some hundred transfers logged weeks late", () => {
    let newest = 0;
    const behind = transfers.map((line) => {
      newest = Math.max(newest, momentOf(line));
      return newest - momentOf(line);
    });
    const late = behind.filter((ms) => ms > 12 * DAY_MS);
    expect(late.length).toBeGreaterThan(200);
    expect(late.length).toBeLessThan(400);
    // Whatever is not late is logged within hours.
    expect(behind.filter((ms) => ms > DAY_MS / 2 && ms <= 12 * DAY_MS)).toEqual([]);
  });

  it("follows the sharing rules of the map, with a few that break them", () => {
    const unforeseen = outbound.filter((line) => !isForeseen(line));
    expect(unforeseen.length).toBeGreaterThan(50);
    expect(unforeseen.length).toBeLessThan(outbound.length / 50);
    expect(new Set(unforeseen.map((line) => line.recipient)).size).toBeGreaterThan(4);
  });

  it("lets one user be followed through every recipient", () => {
    const own = transfers.filter((line) => line.subjects.includes(EXAMPLE_USER));
    expect(new Set(own.map((line) => line.recipient))).toEqual(valuesOf("recipient"));
    expect(own.length).toBeGreaterThan(30);
    expect(own.length).toBeLessThan(70);
  });
});

describe("the amendments among them", () => {
  const position = new Map(lines.map((line, index) => [line.externalReference, index]));
  const byReference = new Map(lines.map((line) => [line.externalReference, line]));
  const targetOf = (line: AmendmentLine) => byReference.get(line.amend)!;

  it("come after what they amend, and amend nothing twice", () => {
    for (const line of amendments)
      expect(position.get(line.amend)).toBeLessThan(position.get(line.externalReference)!);
    expect(new Set(amendments.map((line) => line.amend)).size).toBe(amendments.length);
  });

  it("restate or void, and restate some a second time", () => {
    const voided = amendments.filter((line) => line.void);
    expect(voided).toHaveLength(20);
    expect(amendments.filter((line) => (line.restated === undefined) === (line.void === true))).toHaveLength(
      60,
    );
    const again = amendments.filter((line) => isAmendment(targetOf(line)));
    expect(again).toHaveLength(4);
    expect(again.every((line) => (targetOf(line) as AmendmentLine).restated)).toBe(true);
  });

  it("restate the same transfer with something changed", () => {
    for (const line of amendments) {
      if (!line.restated) continue;
      const target = targetOf(line);
      const before = isAmendment(target) ? target.restated! : target;
      expect(line.restated.externalReference).toBe(before.externalReference);
      expect(line.restated).not.toEqual(before);
    }
  });

  it("void transfers that were logged twice, and leave others of that sort to be found", () => {
    const twice = (line: TransferLine, other: TransferLine) =>
      Math.abs(momentOf(line) - momentOf(other)) < 60_000 &&
      JSON.stringify([line.recipient, line.subjects]) === JSON.stringify([other.recipient, other.subjects]);
    const repeats = transfers.filter((line, index) =>
      transfers.slice(Math.max(0, index - 50), index).some((other) => twice(line, other)),
    );
    const voided = new Set(amendments.filter((line) => line.void).map((line) => line.amend));
    expect(repeats.length).toBeGreaterThan(voided.size / 2);
    const left = repeats.filter((line) => !voided.has(line.externalReference));
    expect(left.length).toBeGreaterThan(0);
    expect(left.length).toBeLessThan(repeats.length);
  });
});
