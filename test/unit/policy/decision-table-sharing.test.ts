import { describe } from "@jest/globals";
import { consent, noonOf } from "../consents/sample-facts.js";
import { checkCases } from "./check-cases.js";
import { BANKING, change, DAY, DAY_AFTER, DAY_BEFORE, DELIVERY, HOSTING } from "./sample-transfers.js";

const consented = [[consent(noonOf("2026-02-10"))]];

describe("sharing rules", () => {
  const toBank = { ...BANKING, categories: ["identification.email", ...BANKING.categories] };
  const rule = (key: string, fields: object) => change("sharingRules", key, fields);
  const bankRule = (fields: object) => ({
    map: [
      (document: { sharingRules: object[] }): void =>
        void document.sharingRules.push({ ...bankMayHave("identification.email"), ...fields }),
    ],
    users: consented,
  });
  checkCases([
    [
      "a category under one listed",
      { transfer: { ...HOSTING, categories: ["usage.real_time_location"] } },
      [],
    ],
    [
      "a category above one listed",
      { transfer: { ...DELIVERY, categories: ["identification"] } },
      ["CATEGORY_NOT_PERMITTED"],
    ],
    ["an e-mail address to a bank", { transfer: toBank, users: consented }, ["CATEGORY_NOT_PERMITTED"]],
    [
      "that address, listed in a rule for the bank beside the exclusive one",
      { transfer: toBank, ...bankRule({}) },
      ["CATEGORY_NOT_PERMITTED"],
    ],
    [
      "that address, listed in another exclusive rule",
      { transfer: toBank, ...bankRule({ exclusive: true }) },
      [],
    ],
    [
      "that address, where the rule for banks is not exclusive",
      {
        transfer: toBank,
        users: consented,
        map: [...bankRule({}).map, rule("financial_institutions", { exclusive: false })],
      },
      [],
    ],
    [
      "that address, in an exclusive rule of tomorrow",
      { transfer: toBank, ...bankRule({ exclusive: true, validFrom: DAY_AFTER }) },
      ["CATEGORY_NOT_PERMITTED"],
    ],
    [
      "a category that a rule for the same purpose lists for another ground",
      { transfer: toBank, ...bankRule({ exclusive: true, legalGround: "legal_obligation" }) },
      ["CATEGORY_NOT_PERMITTED"],
    ],
    ["another purpose", { transfer: { ...DELIVERY, purpose: "statistics" } }, ["PURPOSE_NOT_PERMITTED"]],
    [
      "another ground",
      { transfer: { ...DELIVERY, legalGround: "legal_obligation" } },
      ["GROUND_NOT_PERMITTED"],
    ],
    [
      "another purpose, ground and category",
      {
        transfer: {
          ...DELIVERY,
          purpose: "statistics",
          legalGround: "legal_obligation",
          categories: ["usage"],
        },
      },
      ["CATEGORY_NOT_PERMITTED", "PURPOSE_NOT_PERMITTED", "GROUND_NOT_PERMITTED"],
    ],
    [
      "a rule that ended yesterday",
      { transfer: DELIVERY, map: [rule("delivery_by_courier", { validTo: DAY_BEFORE })] },
      ["PURPOSE_NOT_PERMITTED (GAP)"],
    ],
    [
      "a rule that ends today",
      { transfer: DELIVERY, map: [rule("delivery_by_courier", { validTo: DAY })] },
      [],
    ],
    [
      "a rule that begins tomorrow",
      { transfer: DELIVERY, map: [rule("delivery_by_courier", { validFrom: DAY_AFTER })] },
      ["PURPOSE_NOT_PERMITTED (GAP)"],
    ],
    [
      "a rule retired today",
      { transfer: DELIVERY, map: [rule("delivery_by_courier", { retiredOn: DAY })] },
      ["PURPOSE_NOT_PERMITTED (GAP)"],
    ],
    [
      "a recipient of whom no rule speaks",
      { transfer: DELIVERY, map: [rule("delivery_by_courier", { recipient: "example_police" })] },
      ["PURPOSE_NOT_PERMITTED (GAP)"],
    ],
    [
      "a recipient the data map did not know",
      { transfer: { ...DELIVERY, recipient: "unheard_of" } },
      ["PURPOSE_NOT_PERMITTED (GAP)"],
    ],
    [
      "data received that no rule allows to send",
      { transfer: { ...DELIVERY, direction: "INBOUND", categories: ["usage"] } },
      [],
    ],
  ]);

  function bankMayHave(category: string) {
    const { purpose, legalGround, recipient } = BANKING;
    const words = { name: "A rule", description: "A rule.", clauses: [], assumptions: [], isExample: false };
    const demands = { agreementRequired: false, authorityRequestRequired: false, exclusive: false };
    return {
      key: "bank_addresses",
      ...words,
      ...demands,
      recipient,
      purpose,
      legalGround,
      categories: [category],
    };
  }
});
