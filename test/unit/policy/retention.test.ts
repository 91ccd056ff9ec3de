import { describe, expect, it } from "@jest/globals";
import type { SubjectFact } from "../../../src/modules/consents/index.js";
import { agreementEnd, consent, noonOf, withdrawal } from "../consents/sample-facts.js";
import { change, codesOf, DELIVERY, findingsOf, mapOf, MARKETING, type Case } from "./sample-transfers.js";

const on = (day: string, transfer = MARKETING) => ({ ...transfer, occurredAt: noonOf(day) });

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
    expect(exceeded(kept(forMarketing, { ...longer, period: undefined }), "2030-01-01", ended)).toEqual([]);
    const users = [[consent(noonOf("2026-02-10")), ended]];
    const [finding] = findingsOf({ ...kept(longer, forMarketing), transfer: on("2026-06-01"), users });
    expect(finding?.detail.until).toBe("2026-05-31");
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
