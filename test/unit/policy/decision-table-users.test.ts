import { describe, expect, it } from "@jest/globals";
import type { SubjectFact } from "../../../src/modules/consents/index.js";
import {
  agreementEnd,
  consent,
  erasure,
  lifting,
  noonOf,
  restoration,
  restriction,
  withdrawal,
} from "../consents/sample-facts.js";
import { change, codesOf, DELIVERY, HOSTING, MARKETING, type Case } from "./sample-transfers.js";

/** What is known of the one user, when the transfer occurs, and the findings. */
type Row = readonly [
  what: string,
  facts: readonly SubjectFact[],
  transfer: Case["transfer"],
  findings: readonly string[],
];

const given = consent(noonOf("2026-02-10"));
const refusal = (categories: string[], purposes: string[] = []) =>
  restriction("REFUSAL", noonOf("2026-03-01"), { categories, purposes });
const block = restriction("BLOCK", noonOf("2026-03-01"));
const silence = restriction("NO_COMMUNICATION", noonOf("2026-03-01"));
const on = (day: string, transfer = MARKETING) => ({ ...transfer, occurredAt: noonOf(day) });
const received = (transfer: Case["transfer"]): Case["transfer"] => ({ ...transfer, direction: "INBOUND" });

function check(rows: readonly Row[], map: Case["map"] = []): void {
  it.each(rows.map(([what, facts, transfer, findings]) => ({ what, facts, transfer, findings })))(
    "$what",
    ({ facts, transfer, findings }) => expect(codesOf({ transfer, map, users: [facts] })).toEqual(findings),
  );
}

describe("an erasure", () => {
  const erased = erasure(noonOf("2026-03-01"));
  const held = restriction("LEGAL_HOLD", noonOf("2026-02-01"));
  const ERASED = ["SUBJECT_ERASED"];
  const COMMUNICATION = ["SUBJECT_ERASED", "COMMUNICATION_AFTER_DELETION"];
  check([
    ["stands against every transfer", [erased], HOSTING, ERASED],
    ["stands against data received", [erased], received(HOSTING), ERASED],
    [
      "stands against communication as well, where the purpose communicates",
      [given, erased],
      MARKETING,
      COMMUNICATION,
    ],
    ["of the same moment", [erased], { ...HOSTING, occurredAt: erased.erasedAt }, ERASED],
    ["of the next day", [erased], on("2026-02-28", HOSTING), []],
    ["until the account was restored", [erased, restoration(noonOf("2026-03-02"))], HOSTING, []],
    ["restored the day after", [erased, restoration(noonOf("2026-03-03"))], HOSTING, ERASED],
    [
      "after a restoration",
      [erased, restoration(noonOf("2026-02-28")), erasure(noonOf("2026-02-27"), { id: "erasure-0" })],
      HOSTING,
      ERASED,
    ],
    ["beside a restriction", [block, erased], HOSTING, ["SUBJECT_BLOCKED", "SUBJECT_ERASED"]],
    ["that never happened, because of a legal hold", [held], HOSTING, []],
  ]);
});

describe("consent", () => {
  const notice = withdrawal(noonOf("2026-03-01"));
  check([
    ["given", [given], MARKETING, []],
    ["never given", [], MARKETING, ["CONSENT_MISSING"]],
    [
      "never given, but something else is known",
      [block, lifting(block.id, noonOf("2026-03-01"))],
      MARKETING,
      ["CONSENT_MISSING"],
    ],
    [
      "given on another ground",
      [consent(given.givenAt, { legalGround: "contract" })],
      MARKETING,
      ["CONSENT_MISSING"],
    ],
    ["given after the transfer", [consent(noonOf("2026-03-03"))], MARKETING, ["CONSENT_MISSING"]],
    ["never given, where the ground is a contract", [], DELIVERY, []],
    ["never given, for data received", [], received(MARKETING), ["CONSENT_MISSING"]],
    ["withdrawn, on the thirtieth day", [given, notice], on("2026-03-31"), []],
    ["withdrawn, on the day after", [given, notice], on("2026-04-01"), ["CONSENT_WITHDRAWN"]],
    ["withdrawn and given again", [given, notice, consent(noonOf("2026-03-05"))], on("2026-04-01"), []],
    ["withdrawn before it was ever given", [notice], on("2026-04-01"), ["CONSENT_MISSING"]],
    ["five years after the agreement, to the day", [given, agreementEnd("2026-06-15")], on("2031-06-15"), []],
    [
      "a day later",
      [given, agreementEnd("2026-06-15")],
      on("2031-06-16"),
      ["CONSENT_EXPIRED", "RETENTION_EXCEEDED"],
    ],
  ]);

  const early = consent(noonOf("2026-02-01"), { id: "consent-0", agreement: "aa" });
  const withoutRetention = [
    (document: { retentionRules: unknown[] }): void => void (document.retentionRules = []),
  ];
  check(
    [
      [
        "two, of which the one that held longest was withdrawn",
        [early, agreementEnd("2026-02-09"), given, withdrawal(noonOf("2040-01-01"))],
        on("2041-01-01"),
        ["CONSENT_WITHDRAWN"],
      ],
      [
        "two, of which the one that held longest ran out",
        [early, withdrawal(noonOf("2026-02-05")), given, agreementEnd("2026-06-15")],
        on("2041-01-01"),
        ["CONSENT_EXPIRED"],
      ],
      [
        "withdrawn after it had run out",
        [given, agreementEnd("2026-06-15"), withdrawal(noonOf("2035-01-01"))],
        on("2041-01-01"),
        ["CONSENT_EXPIRED"],
      ],
      [
        "withdrawn before it would have run out",
        [given, withdrawal(noonOf("2026-06-01")), agreementEnd("2026-06-15")],
        on("2041-01-01"),
        ["CONSENT_WITHDRAWN"],
      ],
    ],
    withoutRetention,
  );

  const notExtended = change("legalGrounds", "consent", { validity: { lastsFor: "AGREEMENT" } });
  check(
    [
      [
        "two that ended on one day, of which one was withdrawn",
        [early, withdrawal(noonOf("2026-02-05")), given, agreementEnd("2026-03-07")],
        on("2026-03-08"),
        ["CONSENT_WITHDRAWN"],
      ],
    ],
    [notExtended],
  );
});

describe("restrictions", () => {
  check([
    ["a refusal of the category", [given, refusal(["identification.email"])], MARKETING, ["USE_REFUSED"]],
    ["a refusal of one above it", [given, refusal(["identification"])], MARKETING, ["USE_REFUSED"]],
    [
      "a refusal of one under it",
      [given, refusal(["usage.real_time_location"])],
      { ...MARKETING, categories: ["usage"] },
      ["CATEGORY_NOT_PERMITTED", "USE_REFUSED"],
    ],
    ["a refusal of a neighbour", [given, refusal(["usage.real_time_location"])], MARKETING, []],
    [
      "a refusal of a longer word",
      [given, refusal(["usage"])],
      { ...MARKETING, categories: ["usage_of_another_kind"] },
      ["CATEGORY_NOT_PERMITTED"],
    ],
    ["a refusal of the purpose", [given, refusal([], ["marketing"])], MARKETING, ["USE_REFUSED"]],
    ["a refusal of another purpose", [given, refusal([], ["statistics"])], MARKETING, []],
    [
      "a refusal of the category for another purpose",
      [given, refusal(["identification.email"], ["statistics"])],
      MARKETING,
      [],
    ],
    [
      "a refusal of the category for this purpose",
      [given, refusal(["identification.email"], ["statistics", "marketing"])],
      MARKETING,
      ["USE_REFUSED"],
    ],
    ["a refusal of everything", [given, refusal([])], MARKETING, ["USE_REFUSED"]],
    [
      "a refusal on another ground than consent",
      [refusal(["identification.home_address"])],
      DELIVERY,
      ["USE_REFUSED"],
    ],
    ["a refusal of the day after", [given, refusal(["identification.email"])], on("2026-02-28"), []],
    [
      "a refusal that was lifted",
      [given, refusal([]), lifting("REFUSAL-1", noonOf("2026-03-02"))],
      MARKETING,
      [],
    ],
    [
      "a refusal lifted the day after",
      [given, refusal([]), lifting("REFUSAL-1", noonOf("2026-03-03"))],
      MARKETING,
      ["USE_REFUSED"],
    ],
    [
      "a refusal, where another was lifted",
      [given, refusal([]), lifting("REFUSAL-2", noonOf("2026-03-02"))],
      MARKETING,
      ["USE_REFUSED"],
    ],
    ["a refusal, for data received", [given, refusal([])], received(MARKETING), ["USE_REFUSED"]],
    ["a block", [block], DELIVERY, ["SUBJECT_BLOCKED"]],
    [
      "a block of other data",
      [restriction("BLOCK", noonOf("2026-03-01"), { categories: ["reviews"] })],
      DELIVERY,
      [],
    ],
    ["a block that was lifted", [block, lifting(block.id, noonOf("2026-03-01"))], DELIVERY, []],
    [
      "no communication, for a purpose that communicates",
      [given, silence],
      MARKETING,
      ["COMMUNICATION_AFTER_DELETION"],
    ],
    [
      "no communication, for one that does not",
      [silence],
      { ...DELIVERY, purpose: "claims_and_disputes" },
      ["PURPOSE_NOT_PERMITTED"],
    ],
    [
      "no communication, until the account was restored",
      [given, silence, lifting(silence.id, noonOf("2026-03-02"))],
      MARKETING,
      [],
    ],
  ]);
});
