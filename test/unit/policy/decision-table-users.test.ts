import { describe, expect, it } from "@jest/globals";
import type { SubjectFact } from "../../../src/modules/consents/index.js";
import { agreementEnd, consent, lifting, noonOf, restriction, withdrawal } from "../consents/sample-facts.js";
import { change, codesOf, DELIVERY, MARKETING, mapOf, type Case } from "./sample-transfers.js";

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

describe("retention", () => {
  const forMarketing = {
    key: "kept_for_marketing",
    purposes: ["marketing"],
    startEvent: "AGREEMENT_ENDED",
    period: "P1M",
  };
  const rules = (...stated: object[]): NonNullable<Case["map"]> => [
    (document: { retentionRules: object[] }): void =>
      void (document.retentionRules = stated.map((rule) => ({
        categories: ["usage"],
        purposes: [],
        clauses: [],
        ...rule,
      }))),
  ];
  const ended = agreementEnd("2026-03-31");
  const kept = (...stated: object[]) => ({ map: rules(...stated) });
  const exceeded = (given: Pick<Case, "map">, day: string, ...facts: SubjectFact[]) =>
    codesOf({ ...given, transfer: on(day), users: [[consent(noonOf("2026-02-10")), ...facts]] });

  it("runs out at the end of its last day, the day of the event not counted", () => {
    expect(exceeded(kept(forMarketing), "2026-04-30", ended)).toEqual([]);
    expect(exceeded(kept(forMarketing), "2026-05-01", ended)).toEqual(["RETENTION_EXCEEDED"]);
  });

  it("does not run while its start event is not known", () => {
    expect(exceeded(kept(forMarketing), "2099-01-01")).toEqual([]);
    expect(
      exceeded(kept({ ...forMarketing, startEvent: "PURPOSE_FULFILLED" }), "2099-01-01", ended),
    ).not.toContain("RETENTION_EXCEEDED");
  });

  it("has no end where a rule sets no period", () => {
    expect(exceeded(kept({ ...forMarketing, period: undefined }), "2030-01-01", ended)).toEqual([]);
  });

  it("lasts as long as the rule that lasts longest", () => {
    const longer = { ...forMarketing, key: "kept_longer", period: "P2M" };
    expect(exceeded(kept(forMarketing, longer), "2026-05-31", ended)).toEqual([]);
    expect(exceeded(kept(forMarketing, longer), "2026-06-01", ended)).toEqual(["RETENTION_EXCEEDED"]);
  });

  it("is judged by the rules for the purpose, and by the general ones only where there is none", () => {
    const general = { ...forMarketing, key: "kept_generally", purposes: [], period: "P9Y" };
    const forOthers = { ...forMarketing, purposes: ["statistics"] };
    expect(exceeded(kept(forMarketing, general), "2026-05-01", ended)).toEqual(["RETENTION_EXCEEDED"]);
    expect(exceeded(kept(forOthers, general), "2026-05-01", ended)).toEqual([]);
    expect(exceeded(kept(forOthers), "2026-05-01", ended)).toEqual([]);
  });

  it("forgets a rule once it is retired", () => {
    expect(exceeded(kept({ ...forMarketing, retiredOn: "2026-05-01" }), "2026-05-01", ended)).toEqual([]);
    expect(exceeded(kept({ ...forMarketing, retiredOn: "2026-05-02" }), "2026-05-01", ended)).toEqual([
      "RETENTION_EXCEEDED",
    ]);
  });

  it("holds for a category by the rules of those above it, and not of those under it", () => {
    const transfer = { ...on("2026-05-01"), categories: ["usage"] };
    const users = [[consent(noonOf("2026-02-10")), ended]];
    const underneath = rules({ ...forMarketing, categories: ["usage.services_of_interest"] });
    expect(codesOf({ transfer, users, map: underneath })).toEqual(["CATEGORY_NOT_PERMITTED"]);
    expect(codesOf({ transfer, users, map: rules(forMarketing) })).toContain("RETENTION_EXCEEDED");
  });

  it("is counted from the last day of a withdrawn consent", () => {
    const map = [
      ...rules({ ...forMarketing, startEvent: "CONSENT_WITHDRAWN" }),
      change("legalGrounds", "consent", { withdrawalNotice: "P1D" }),
    ];
    const notice = withdrawal(noonOf("2026-03-30"));
    expect(exceeded({ map }, "2026-04-30", notice)).toEqual(["CONSENT_WITHDRAWN"]);
    expect(exceeded({ map }, "2026-05-01", notice)).toEqual(["CONSENT_WITHDRAWN", "RETENTION_EXCEEDED"]);
  });

  it("is not judged in the example where the need decides, not a period", () => {
    expect(mapOf({ transfer: DELIVERY }).retentionRulesFor("identification.email")).not.toHaveLength(0);
    expect(codesOf({ transfer: on("2099-01-01", DELIVERY), users: [[ended]] })).toEqual([]);
  });
});
