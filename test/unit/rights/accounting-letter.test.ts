import { describe, expect, it } from "@jest/globals";
import {
  entriesOf,
  mergeAlike,
  type AccountedRow,
} from "../../../src/modules/disclosures/core/accounted-entry.js";
import { contentOf } from "../../../src/modules/rights/core/accounting-content.js";
import { letterOf } from "../../../src/modules/rights/core/accounting-letter.js";
import type { AccountingOrder } from "../../../src/modules/rights/core/read-accounting-order.js";
import { exampleSnapshot } from "../datamap/example-snapshot.js";

const map = exampleSnapshot();
const at = (day: number) => new Date(`2026-03-${String(day).padStart(2, "0")}T10:00:00Z`);

const TO_COURIER: AccountedRow = {
  recipient: "example_courier",
  purpose: "provision_of_services",
  legalGround: "contract",
  categories: ["identification.home_address", "technical.ip_address"],
  agreement: "example_courier_agreement",
  safeguard: null,
  country: "KZ",
  crossBorder: false,
  firstAt: at(2),
  lastAt: at(7),
  count: 3,
};
const TO_HOSTING: AccountedRow = {
  ...TO_COURIER,
  recipient: "example_hosting",
  agreement: null,
  country: "DE",
  crossBorder: true,
  safeguard: "example_hosting_clauses",
  firstAt: at(1),
  lastAt: at(1),
  count: 1,
};
const ORDER: AccountingOrder = {
  requestId: null,
  from: null,
  to: null,
  form: "GROUPED",
  recipientsAs: "NAMED",
};

function letter(
  rows: readonly AccountedRow[],
  changes: Partial<AccountingOrder> = {},
  received: readonly AccountedRow[] = [],
): string {
  const order = { ...ORDER, ...changes };
  const told = {
    entries: mergeAlike(entriesOf(rows, map, order.recipientsAs)),
    sources: entriesOf(received, map, "NAMED"),
    completeSince: new Date("2026-01-27T00:00:00Z"),
  };
  return letterOf(contentOf(told, order, map, at(20)));
}

describe("The letter of an accounting", () => {
  it("tells in plain words who got what, when, why, on what ground and where", () => {
    const { address, registrationNumber } = map.recipient("example_courier")!;
    expect(letter([TO_COURIER])).toContain(
      [
        `1. Example Courier LLP, registered as ${registrationNumber!}, ${address!}`,
        "   When: 3 times between 2026-03-02 and 2026-03-07, on average every 2 days 12 hours",
        "   Data: Home address (given by you; we have not verified it), IP address",
        `   Purpose: ${map.purpose("provision_of_services")!.name}`,
        `   Ground: ${map.legalGround("contract")!.name} (${map.legalGround("contract")!.instrument})`,
        "   Agreement: Service agreement with the example courier, number EXAMPLE-A1",
        "   Where: Kazakhstan",
      ].join("\n"),
    );
  });

  it("tells what protects data in another country", () => {
    expect(letter([TO_HOSTING])).toMatch(
      /When: once, on 2026-03-01[\s\S]*Where: Germany, whose protection of personal data has not been assessed; protected by Data protection clauses with the example hosting company \(Annex/,
    );
    expect(letter([{ ...TO_HOSTING, country: "US" }])).toContain(
      "Where: United States of America, whose protection of personal data has not been assessed; no safeguard is on record",
    );
  });

  it("names no recipient that is told by kind", () => {
    const told = letter([TO_COURIER, TO_HOSTING], { recipientsAs: "CATEGORIES" });
    expect(told).toContain("1. A company that works for us under a service agreement\n");
    expect(told).toContain("Where: Germany, whose protection");
    expect(told).toContain("protected by data protection clauses in the contract\n");
    expect(told).toContain("we have recorded why they are not named");
    expect(told).not.toMatch(/Courier|osting|EXAMPLE-A/);
  });

  it("tells of days that differ, of one day, and of the period asked for", () => {
    const sameDay = { ...TO_COURIER, firstAt: at(7), lastAt: new Date("2026-03-07T12:00:00Z"), count: 2 };
    expect(letter([sameDay])).toContain("When: 2 times on 2026-03-07\n");
    expect(letter([], { from: at(1), to: at(5) })).toContain(
      "It covers what happened from 2026-03-01 10:00 UTC until 2026-03-05 10:00 UTC.",
    );
    expect(letter([])).not.toContain("It covers");
    // Written on the 20th, it knows nothing of the 25th.
    expect(letter([], { to: at(25) })).not.toContain("It covers");
    expect(letter([], { from: at(1), to: at(25) })).toContain("what happened from 2026-03-01 10:00 UTC.");
  });

  it("says when it was written, since when the register is complete, and where to complain", () => {
    const told = letter([]);
    expect(told.startsWith(`${map.controller.name}\n`)).toBe(true);
    expect(told).toContain("\n2026-03-20\n");
    expect(told).toContain("We have recorded no disclosure of your data.");
    expect(told).toContain("Our register is complete from 2026-01-27 on");
    expect(told).toContain(`You may complain to ${map.controller.supervisoryAuthority!.name}`);
  });

  it("tells from whom data came", () => {
    const received = { ...TO_COURIER, recipient: "example_bank", categories: ["partner_supplied"] };
    expect(letter([], {}, [received])).toMatch(
      /From whom we received data about you\n\n1\. Example Bank JSC, .*, from Kazakhstan\n {3}When: 3 times/,
    );
  });
});
