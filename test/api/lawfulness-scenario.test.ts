import { beforeAll, describe, expect, it } from "@jest/globals";
import {
  ANALYTICS,
  BANK,
  codesOf,
  concerned,
  COURIER,
  COURT,
  HOSTING,
  LawfulnessStory,
  MARKETING,
} from "../support/lawfulness-story.js";
import { MovableClock } from "../support/movable-clock.js";
import { withTestServer } from "../support/test-server.js";

/**
 * The published policy of the example, in its own words, as disclosures meet it from day to day. The clock only goes forward, so
 * the tests of this file tell one story and run in their order. Days are those of Almaty, five hours ahead of UTC.
 */

const clock = new MovableClock("2026-02-10T10:00:00+05:00");
const server = withTestServer({ clock });

const story = new LawfulnessStory(server, clock);

const USERS = ["asel", "bolat", "dana", "erlan", "gulnar", "ilyas"] as const;
const [ASEL, BOLAT, DANA, ERLAN, GULNAR, ILYAS] = USERS;
/** Has an account and never used the platform, so never consented. */
const MARAT = "marat";

beforeAll(async () => {
  for (const user of USERS) await story.consent(user, "2026-02-10T09:00:00+05:00");
});

describe("Consent is given by the use of the platform", () => {
  it("so that data of those who gave it may be passed on", async () => {
    expect(await story.disclose("2026-02-11T10:00:00+05:00", { ...MARKETING, subjects: [...USERS] })).toEqual(
      [],
    );
  });

  it("and not of one who did not", async () => {
    const findings = await story.disclose("2026-02-11T10:00:00+05:00", {
      ...MARKETING,
      subjects: [ASEL, MARAT],
    });
    expect(concerned(findings)).toEqual({ CONSENT_MISSING: 1 });
  });

  it("nor before it was given", async () => {
    const findings = await story.disclose("2026-02-10T08:59:59+05:00", { ...MARKETING, subjects: [ASEL] });
    expect(codesOf(findings)).toEqual(["CONSENT_MISSING"]);
  });
});

describe("Banks get the identification number, the phone and the name", () => {
  it("and may have these", async () => {
    expect(await story.disclose("2026-02-12T10:00:00+05:00", { ...BANK, subjects: [ASEL] })).toEqual([]);
  });

  it("and nothing more: an e-mail address is not among them", async () => {
    const findings = await story.disclose("2026-02-12T10:00:00+05:00", {
      ...BANK,
      categories: [...BANK.categories, "identification.email"],
      subjects: [ASEL],
    });
    expect(codesOf(findings)).toEqual(["CATEGORY_NOT_PERMITTED"]);
    expect(findings[0]!.detail.categories).toEqual(["identification.email"]);
    expect(findings[0]!.message).toContain('sharing rule "financial_institutions" (clause 17)');
  });
});

describe("Courts get what they lawfully demand", () => {
  it("so that a demand without a document is none", async () => {
    const findings = await story.disclose("2026-02-12T10:00:00+05:00", { ...COURT, subjects: [ASEL] });
    expect(codesOf(findings)).toEqual(["AUTHORITY_REQUEST_MISSING"]);
  });

  it("and one with a document is, unless it was reviewed and found unlawful", async () => {
    const id = await story.demand(COURT.recipient);
    const answering = { ...COURT, authorityRequest: id, subjects: [ASEL] };
    expect(await story.disclose("2026-02-13T10:00:00+05:00", answering)).toEqual([]);
    await story.findUnlawful(id);
    expect(codesOf(await story.disclose("2026-02-13T10:00:00+05:00", answering))).toEqual([
      "AUTHORITY_REQUEST_UNLAWFUL",
    ]);
  });
});

describe("Data cross a border with measures that keep them safe", () => {
  it("to a hosting company in Germany under its safeguard", async () => {
    expect(await story.disclose("2026-02-14T10:00:00+05:00", { ...HOSTING, subjects: [ASEL] })).toEqual([]);
  });

  it("and not to an analytics company in the United States, which has none", async () => {
    const findings = await story.disclose("2026-02-14T10:00:00+05:00", { ...ANALYTICS, subjects: [ASEL] });
    expect(codesOf(findings)).toEqual(["SAFEGUARD_MISSING"]);
  });
});

describe("A user may refuse the use of certain data", () => {
  it("and what is refused of a part, the location, stands against the whole, usage", async () => {
    const refused = { categories: ["usage.real_time_location"] };
    await story.restrict(ERLAN, "REFUSAL", "2026-02-15T10:00:00+05:00", refused);
    const subjects = [ASEL, ERLAN];
    expect(codesOf(await story.disclose("2026-02-15T09:59:59+05:00", { ...ANALYTICS, subjects }))).toEqual([
      "SAFEGUARD_MISSING",
    ]);
    expect(concerned(await story.disclose("2026-02-15T10:00:00+05:00", { ...ANALYTICS, subjects }))).toEqual({
      USE_REFUSED: 1,
      SAFEGUARD_MISSING: 2,
    });
    const elsewhere = { ...ANALYTICS, categories: ["usage.pages_viewed"], subjects };
    expect(codesOf(await story.disclose("2026-02-15T10:00:00+05:00", elsewhere))).toEqual([
      "SAFEGUARD_MISSING",
    ]);
  });
});

describe("Whoever deleted the account is not written to any more", () => {
  it("for marketing, while other purposes go on", async () => {
    await story.restrict(GULNAR, "NO_COMMUNICATION", "2026-02-16T10:00:00+05:00");
    const subjects = [ASEL, GULNAR];
    expect(await story.disclose("2026-02-16T09:59:59+05:00", { ...MARKETING, subjects })).toEqual([]);
    expect(concerned(await story.disclose("2026-02-16T10:00:00+05:00", { ...MARKETING, subjects }))).toEqual({
      COMMUNICATION_AFTER_DELETION: 1,
    });
    expect(await story.disclose("2026-02-16T10:00:00+05:00", { ...HOSTING, subjects })).toEqual([]);
  });
});

describe("A withdrawal takes effect thirty days after its receipt", () => {
  it("so that received on 1 March it leaves 31 March lawful, the thirtieth day, and 1 April not", async () => {
    // In UTC it was still February when the notice came, and still March when the thirtieth day was over.
    await story.disclose("2026-03-01T00:00:00+05:00", { ...MARKETING, subjects: [ASEL] });
    await story.withdraw(BOLAT, "2026-03-01T00:00:00+05:00");
    const subjects = [ASEL, BOLAT];
    for (const lawful of ["2026-03-01T10:00:00+05:00", "2026-03-31T23:59:59+05:00"])
      expect(await story.disclose(lawful, { ...MARKETING, subjects })).toEqual([]);
    const findings = await story.disclose("2026-04-01T00:00:00+05:00", { ...MARKETING, subjects });
    expect(concerned(findings)).toEqual({ CONSENT_WITHDRAWN: 1 });
    expect(findings[0]!.detail.until).toBe("2026-03-31");
    expect(findings[0]!.message).toMatch(/withdrew .*"consent" \(clauses 5, 10, 11, 12\).*2026-03-31/);
  });
});

describe("What the controller says of itself", () => {
  it("holds from the day on which it says so: a purpose may be used until it is retired", async () => {
    await story.changeMap("retireProcessingPurpose", {
      key: "statistics",
      retiredOn: "2026-04-10",
      replacedBy: "quality_improvement",
    });
    const transfer = { ...ANALYTICS, categories: ["usage.pages_viewed"], subjects: [ASEL] };
    expect(codesOf(await story.disclose("2026-04-09T23:59:59+05:00", transfer))).toEqual([
      "SAFEGUARD_MISSING",
    ]);
    expect(codesOf(await story.disclose("2026-04-10T00:00:00+05:00", transfer))).toEqual([
      "ENTRY_RETIRED",
      "SAFEGUARD_MISSING",
    ]);
  });

  it("holds until its last day: an agreement that ended yesterday is in force no more", async () => {
    await story.changeMap("upsertAgreement", { key: "example_courier_agreement", validTo: "2026-04-12" });
    expect(await story.disclose("2026-04-12T23:59:59+05:00", { ...COURIER, subjects: [ASEL] })).toEqual([]);
    expect(
      codesOf(await story.disclose("2026-04-13T00:00:00+05:00", { ...COURIER, subjects: [ASEL] })),
    ).toEqual(["AGREEMENT_NOT_IN_FORCE"]);
  });
});

describe("Consent lasts for five years after the agreement", () => {
  it("to the day", async () => {
    await story.disclose("2026-07-01T10:00:00+05:00", { ...MARKETING, subjects: [ASEL] });
    await story.endAgreement(DANA, "2026-06-30");
    const subjects = [ASEL, DANA];
    expect(await story.disclose("2026-07-01T10:00:00+05:00", { ...MARKETING, subjects })).toEqual([]);
    expect(await story.disclose("2031-06-30T23:59:59+05:00", { ...MARKETING, subjects })).toEqual([]);
    const findings = await story.disclose("2031-07-01T00:00:00+05:00", { ...MARKETING, subjects });
    expect(concerned(findings)).toEqual({ CONSENT_EXPIRED: 1 });
    expect(findings[0]!.detail.until).toBe("2031-06-30");
  });
});

describe("A transfer that breaks all of it at once", () => {
  const MOMENT = "2031-07-02T10:00:00+05:00";
  const transfer = {
    ...ANALYTICS,
    purpose: "marketing",
    categories: ["identification.email", "usage"],
    agreement: "analytics_agreement",
    subjects: [...USERS, MARAT],
  };
  const EVERYTHING = {
    ENTRY_RETIRED: 7,
    AGREEMENT_NOT_IN_FORCE: 7,
    CATEGORY_NOT_PERMITTED: 7,
    PURPOSE_NOT_PERMITTED: 7,
    GROUND_NOT_PERMITTED: 7,
    CONSENT_MISSING: 1,
    CONSENT_WITHDRAWN: 1,
    CONSENT_EXPIRED: 1,
    USE_REFUSED: 1,
    SUBJECT_BLOCKED: 1,
    COMMUNICATION_AFTER_DELETION: 1,
    AUTHORITY_REQUEST_MISSING: 7,
    SAFEGUARD_MISSING: 7,
    RETENTION_EXCEEDED: 1,
  };

  beforeAll(async () => {
    await story.restrict(ILYAS, "BLOCK", "2031-07-01T00:00:00+05:00");
    await story.changeMap("retireProcessingPurpose", {
      key: "marketing",
      retiredOn: "2031-07-02",
      replacedBy: "quality_improvement",
    });
    await story.changeMap("upsertAgreement", {
      key: "analytics_agreement",
      name: "Agreement with the analytics company",
      description: "It ended the day before.",
      recipient: "example_analytics_abroad",
      validFrom: "2026-01-27",
      validTo: "2031-07-01",
    });
    await story.changeMap("upsertSharingRule", {
      key: "statistics_abroad",
      legalGround: "contract",
      agreementRequired: true,
      authorityRequestRequired: true,
    });
  });

  it("is recorded, with every finding in the documented order and the users each concerns", async () => {
    const findings = await story.disclose(MOMENT, transfer);
    expect(codesOf(findings)).toEqual(Object.keys(EVERYTHING));
    expect(concerned(findings)).toEqual(EVERYTHING);
    expect(new Set(findings.map(({ kind }) => kind))).toEqual(new Set(["BREACH"]));
  });

  it("is told in the same words to whoever asks before", async () => {
    const expected = await story.evaluate(MOMENT, transfer);
    expect(expected).toEqual(await story.disclose(MOMENT, transfer));
    expect(codesOf(expected)).toEqual(Object.keys(EVERYTHING));
  });

  it("is found on an unlawful demand what is found without one, that alone apart", async () => {
    const id = await story.demand(ANALYTICS.recipient);
    await story.findUnlawful(id);
    const findings = await story.disclose(MOMENT, { ...transfer, authorityRequest: id });
    expect(codesOf(findings)).toEqual(
      Object.keys(EVERYTHING).map((code) =>
        code === "AUTHORITY_REQUEST_MISSING" ? "AUTHORITY_REQUEST_UNLAWFUL" : code,
      ),
    );
  });

  it("is told in one plain sentence a finding, in which no user is named", async () => {
    for (const { message } of await story.disclose(MOMENT, transfer)) {
      expect(message).toMatch(/^["A-Z][^\n]+\.$/);
      for (const user of [...USERS, MARAT]) expect(message.toLowerCase()).not.toContain(user);
    }
  });
});
