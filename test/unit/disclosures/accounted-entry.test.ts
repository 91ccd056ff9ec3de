import { describe, expect, it } from "@jest/globals";
import {
  entriesOf,
  mergeAlike,
  type AccountedRow,
} from "../../../src/modules/disclosures/core/accounted-entry.js";
import { exampleSnapshot } from "../datamap/example-snapshot.js";

const map = exampleSnapshot();
const at = (day: number) => new Date(`2026-03-${String(day).padStart(2, "0")}T10:00:00Z`);

function row(changes: Partial<AccountedRow> = {}): AccountedRow {
  return {
    recipient: "example_courier",
    purpose: "provision_of_services",
    legalGround: "contract",
    categories: ["identification.home_address"],
    agreement: "example_courier_agreement",
    safeguard: null,
    country: "KZ",
    crossBorder: false,
    firstAt: at(3),
    lastAt: at(5),
    count: 2,
    ...changes,
  };
}
const toHosting = (changes: Partial<AccountedRow> = {}) =>
  row({
    recipient: "example_hosting",
    agreement: null,
    country: "DE",
    crossBorder: true,
    safeguard: "example_hosting_clauses",
    ...changes,
  });

describe("An entry of an accounting", () => {
  it("tells what protected data in another country on the day of the last disclosure", () => {
    expect(entriesOf([toHosting()], map, "NAMED")).toMatchObject([
      { protection: "UNDETERMINED", safeguard: "example_hosting_clauses", safeguardKind: "STANDARD_CLAUSES" },
    ]);
  });

  it.each([
    ["was not in force yet", { firstAt: new Date("2026-01-20Z"), lastAt: new Date("2026-01-26T10:00:00Z") }],
    ["does not cover the country", { country: "US" }],
    ["was not needed, because no border was crossed", { crossBorder: false }],
  ])("tells of no safeguard that %s", (_case, changes) => {
    expect(entriesOf([toHosting(changes)], map, "NAMED")).toMatchObject([
      { safeguard: null, safeguardKind: null },
    ]);
  });

  it("tells of no protection where the data map says nothing of it", () => {
    expect(entriesOf([row()], map, "NAMED")).toMatchObject([{ protection: null, safeguard: null }]);
  });

  it("has nothing by which a recipient told by kind could be known", () => {
    const [entry] = entriesOf([toHosting({ agreement: "example_hosting_agreement" })], map, "CATEGORIES");
    expect(JSON.stringify(entry)).not.toMatch(/example/);
    expect(entry).toMatchObject({
      recipientKind: "SERVICE_PROVIDER",
      country: "DE",
      safeguardKind: "STANDARD_CLAUSES",
    });
  });
});

describe("Recipients told by kind", () => {
  const merged = (rows: readonly AccountedRow[]) => mergeAlike(entriesOf(rows, map, "CATEGORIES"));

  it("share an entry where they got alike", () => {
    const rows = [
      row({ lastAt: at(9), firstAt: at(4), count: 3 }),
      row({ recipient: "example_survey_agency", agreement: null, lastAt: at(7), firstAt: at(2), count: 4 }),
    ];
    expect(merged(rows)).toMatchObject([{ firstAt: at(2), lastAt: at(9), count: 7 }]);
  });

  it.each<[string, Partial<AccountedRow>]>([
    ["kind", { recipient: "example_bank" }],
    ["purpose", { purpose: "marketing" }],
    ["ground", { legalGround: "consent" }],
    ["data", { categories: ["identification.email"] }],
    ["country", { country: "DE", crossBorder: true }],
  ])("stay apart where they differ in the %s", (_case, changes) => {
    expect(merged([row(), row(changes)])).toHaveLength(2);
  });
});
