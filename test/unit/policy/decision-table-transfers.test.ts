import { describe } from "@jest/globals";
import { consent, noonOf } from "../consents/sample-facts.js";
import { checkCases } from "./check-cases.js";
import {
  ANALYTICS,
  change,
  DAY,
  DAY_AFTER,
  DAY_BEFORE,
  DELIVERY,
  HOSTING,
  LAWFUL_DEMAND,
  TO_COURT,
  UNLAWFUL_DEMAND,
  type Case,
} from "./sample-transfers.js";

const consented = [[consent(noonOf("2026-02-10"))]];
const byLand = { ...DELIVERY, agreement: "example_courier_agreement" };
const firstEnded = change("agreements", "example_courier_agreement", { validTo: DAY_BEFORE });

describe("entries of the data map", () => {
  const retired = (list: Parameters<typeof change>[0], key: string, retiredOn = DAY): Case["map"] => [
    change(list, key, { retiredOn }),
  ];
  checkCases([
    ["all in use", { transfer: DELIVERY }, []],
    [
      "a purpose retired on the day",
      { transfer: DELIVERY, map: retired("purposes", DELIVERY.purpose) },
      ["ENTRY_RETIRED"],
    ],
    [
      "a purpose retired the day after",
      { transfer: DELIVERY, map: retired("purposes", DELIVERY.purpose, DAY_AFTER) },
      [],
    ],
    [
      "a recipient",
      { transfer: DELIVERY, map: retired("recipients", DELIVERY.recipient) },
      ["ENTRY_RETIRED"],
    ],
    ["a legal ground", { transfer: DELIVERY, map: retired("legalGrounds", "contract") }, ["ENTRY_RETIRED"]],
    [
      "a category",
      { transfer: DELIVERY, map: retired("categories", "identification.first_name") },
      ["ENTRY_RETIRED"],
    ],
    [
      "a category above a named one",
      { transfer: DELIVERY, map: retired("categories", "identification") },
      [],
    ],
    ["a country", { transfer: HOSTING, map: retired("jurisdictions", "DE") }, ["ENTRY_RETIRED"]],
    [
      "an agreement, which is not in force then",
      { transfer: byLand, map: retired("agreements", byLand.agreement) },
      ["ENTRY_RETIRED", "AGREEMENT_NOT_IN_FORCE"],
    ],
    [
      "a safeguard, which is not in force then",
      {
        transfer: { ...HOSTING, safeguard: "example_hosting_clauses" },
        map: retired("safeguards", "example_hosting_clauses"),
      },
      ["ENTRY_RETIRED", "SAFEGUARD_NOT_IN_FORCE"],
    ],
    [
      "a purpose of data received",
      { transfer: { ...DELIVERY, direction: "INBOUND" }, map: retired("purposes", DELIVERY.purpose) },
      ["ENTRY_RETIRED"],
    ],
  ]);
});

describe("agreements", () => {
  const none = (document: { agreements: unknown[] }): void => void (document.agreements = []);
  const notDemanded = change("sharingRules", "delivery_by_courier", { agreementRequired: false });
  const agreement = (fields: object) => change("agreements", "example_courier_agreement", fields);
  checkCases([
    ["one in force that the rule demands", { transfer: DELIVERY }, []],
    ["one in force that is named", { transfer: byLand }, []],
    ["none, where a rule demands one", { transfer: DELIVERY, map: [none] }, ["AGREEMENT_MISSING"]],
    ["none, where nothing demands one", { transfer: DELIVERY, map: [none, notDemanded] }, []],
    [
      "one with another recipient",
      { transfer: { ...DELIVERY, agreement: "example_hosting_agreement" } },
      ["AGREEMENT_MISSING"],
    ],
    [
      "one that ended yesterday",
      { transfer: DELIVERY, map: [agreement({ validTo: DAY_BEFORE })] },
      ["AGREEMENT_NOT_IN_FORCE"],
    ],
    ["one that ends today", { transfer: DELIVERY, map: [agreement({ validTo: DAY })] }, []],
    ["one that begins today", { transfer: DELIVERY, map: [agreement({ validFrom: DAY })] }, []],
    [
      "one that begins tomorrow",
      { transfer: DELIVERY, map: [agreement({ validFrom: DAY_AFTER })] },
      ["AGREEMENT_NOT_IN_FORCE"],
    ],
    [
      "a named one that has ended, where nothing demands one",
      { transfer: byLand, map: [agreement({ validTo: DAY_BEFORE }), notDemanded] },
      ["AGREEMENT_NOT_IN_FORCE"],
    ],
    [
      "another one in force, where the rule demands any",
      { transfer: DELIVERY, map: [firstEnded, addAgreement] },
      [],
    ],
    [
      "another one in force than the ended one that is named",
      { transfer: byLand, map: [firstEnded, addAgreement] },
      ["AGREEMENT_NOT_IN_FORCE"],
    ],
    ["none, for data received", { transfer: { ...DELIVERY, direction: "INBOUND" }, map: [none] }, []],
  ]);

  function addAgreement(document: { agreements: { key: string; validTo?: string | undefined }[] }): void {
    const first = document.agreements.find(({ key }) => key === "example_courier_agreement")!;
    document.agreements.push({ ...first, key: "example_second_agreement", validTo: undefined });
  }
});

describe("authorities", () => {
  const notDemanded = change("sharingRules", "demands_of_authorities", { authorityRequestRequired: false });
  const demandedOfCourier = change("sharingRules", "delivery_by_courier", { authorityRequestRequired: true });
  const notReviewed = { ...LAWFUL_DEMAND, lawful: null, reviewId: null };
  checkCases([
    ["a lawful demand", { transfer: TO_COURT, demand: LAWFUL_DEMAND }, []],
    ["a demand nobody has reviewed", { transfer: TO_COURT, demand: notReviewed }, []],
    ["no demand", { transfer: TO_COURT }, ["AUTHORITY_REQUEST_MISSING"]],
    [
      "no demand, and no rule that asks for one",
      { transfer: TO_COURT, map: [notDemanded] },
      ["AUTHORITY_REQUEST_MISSING"],
    ],
    [
      "no demand for one who is no authority, where a rule asks for one",
      { transfer: DELIVERY, map: [demandedOfCourier] },
      ["AUTHORITY_REQUEST_MISSING"],
    ],
    ["an unlawful demand", { transfer: TO_COURT, demand: UNLAWFUL_DEMAND }, ["AUTHORITY_REQUEST_UNLAWFUL"]],
    [
      "an unlawful demand where none is asked for",
      { transfer: DELIVERY, demand: UNLAWFUL_DEMAND },
      ["AUTHORITY_REQUEST_UNLAWFUL"],
    ],
    ["data received from an authority", { transfer: { ...TO_COURT, direction: "INBOUND" } }, []],
  ]);
});

describe("borders", () => {
  const safeguard = (fields: object) => change("safeguards", "example_hosting_clauses", fields);
  const germany = (...protection: object[]) => change("jurisdictions", "DE", { protection } as object);
  const unprotected = change("sharingRules", "hosting_abroad", { safeguard: undefined });
  const named = { ...HOSTING, safeguard: "example_hosting_clauses" };
  checkCases([
    ["the safeguard of the rule", { transfer: HOSTING }, []],
    ["the safeguard that is named", { transfer: named, map: [unprotected] }, []],
    ["none", { transfer: HOSTING, map: [unprotected] }, ["SAFEGUARD_MISSING"]],
    ["none, to a country not assessed", { transfer: ANALYTICS, users: consented }, ["SAFEGUARD_MISSING"]],
    [
      "none, to an adequate country",
      { transfer: HOSTING, map: [unprotected, germany({ status: "ADEQUATE" })] },
      [],
    ],
    [
      "none, to a country adequate until yesterday",
      {
        transfer: HOSTING,
        map: [
          unprotected,
          germany({ status: "ADEQUATE", validTo: DAY_BEFORE }, { status: "NOT_ADEQUATE", validFrom: DAY }),
        ],
      },
      ["SAFEGUARD_MISSING"],
    ],
    [
      "none, to a country partly adequate",
      { transfer: HOSTING, map: [unprotected, germany({ status: "PARTLY_ADEQUATE" })] },
      ["SAFEGUARD_MISSING"],
    ],
    [
      "none, to a country of which nothing is said",
      { transfer: HOSTING, map: [unprotected, germany()] },
      ["SAFEGUARD_MISSING (GAP)"],
    ],
    [
      "none, to a country of which nothing is said any more",
      { transfer: HOSTING, map: [unprotected, germany({ status: "ADEQUATE", validTo: DAY_BEFORE })] },
      ["SAFEGUARD_MISSING (GAP)"],
    ],
    [
      "none, to a country the data map does not know",
      { transfer: { ...HOSTING, country: "FR" } },
      ["SAFEGUARD_MISSING (GAP)"],
    ],
    ["the safeguard, to a country of which nothing is said", { transfer: HOSTING, map: [germany()] }, []],
    [
      "a safeguard for another recipient",
      { transfer: HOSTING, map: [safeguard({ recipients: ["example_bank"] })] },
      ["SAFEGUARD_MISSING"],
    ],
    [
      "a safeguard for another country",
      { transfer: HOSTING, map: [safeguard({ jurisdictions: ["US"] })] },
      ["SAFEGUARD_MISSING"],
    ],
    [
      "a safeguard for anybody anywhere",
      { transfer: HOSTING, map: [safeguard({ recipients: [], jurisdictions: [] })] },
      [],
    ],
    [
      "a safeguard that ended yesterday",
      { transfer: HOSTING, map: [safeguard({ validTo: DAY_BEFORE })] },
      ["SAFEGUARD_NOT_IN_FORCE"],
    ],
    ["a safeguard that ends today", { transfer: HOSTING, map: [safeguard({ validTo: DAY })] }, []],
    [
      "a safeguard that begins tomorrow",
      { transfer: HOSTING, map: [safeguard({ validFrom: DAY_AFTER })] },
      ["SAFEGUARD_NOT_IN_FORCE"],
    ],
    [
      "the named safeguard alone, not the rule's",
      { transfer: { ...HOSTING, safeguard: "unheard_of" } },
      ["SAFEGUARD_MISSING"],
    ],
    ["no border", { transfer: { ...HOSTING, crossBorder: false }, map: [unprotected] }, []],
    ["data received from abroad", { transfer: { ...HOSTING, direction: "INBOUND" }, map: [unprotected] }, []],
  ]);
});
