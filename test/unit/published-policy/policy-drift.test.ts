import { describe, expect, it } from "@jest/globals";
import { DataMapSnapshot, type DataMapDocument } from "../../../src/modules/datamap/index.js";
import type { ObservedTransfer } from "../../../src/modules/disclosures/index.js";
import { driftOf } from "../../../src/modules/published-policy/core/policy-drift.js";
import { smallMap } from "../datamap/small-map.js";

const TODAY = "2026-06-30";

/** Banks may get the e-mail for marketing, and hosting all of `identification`; an activity names hosting and the e-mail. */
type Change = (document: DataMapDocument) => void;

function mapOf(change: Change = () => {}): DataMapSnapshot {
  const document = smallMap();
  change(document);
  const applied = { number: 1, effectiveFrom: null, appliedAt: new Date("2026-02-01T00:00:00Z") };
  return new DataMapSnapshot({ ...applied, appliedBy: "test", message: "Small.", document });
}

/** What the small map declares. */
const MAIL: ObservedTransfer = {
  recipient: "example_bank",
  purpose: "marketing",
  categories: ["identification.email"],
  country: "KZ",
  disclosures: 3,
  firstDay: "2026-03-01",
  lastDay: "2026-03-31",
};
const IN_MARCH = "3 from 2026-03-01 to 2026-03-31";

interface Case {
  readonly said?: Change;
  readonly newest?: Change;
  readonly transfers?: readonly ObservedTransfer[];
  readonly saidFrom?: string;
}

/** `purposes research declared`, `countries FR 3 from 2026-03-01 to 2026-03-31`. */
function told({ said, newest = said, transfers = [], saidFrom = "2026-01-27" }: Case): string[] {
  const drift = driftOf({ said: mapOf(said), saidFrom, newest: mapOf(newest), today: TODAY, transfers });
  const { sharing, ...byKey } = drift;
  const lists = [
    ...Object.entries(byKey).map(([list, entries]) => ({
      list,
      entries: entries.map((each) => ({ what: each.key, ...each })),
    })),
    {
      list: "sharing",
      entries: sharing.map((each) => ({
        what: `${each.recipient ?? each.kind} ${each.purpose} ${each.category}`,
        ...each,
      })),
    },
  ];
  return lists.flatMap(({ list, entries }) =>
    entries.map(({ what, declared, disclosures, firstSeen, lastSeen }) =>
      [
        list,
        what,
        ...(declared ? ["declared"] : []),
        ...(disclosures === 0 ? [] : [`${disclosures} from ${firstSeen} to ${lastSeen}`]),
      ].join(" "),
    ),
  );
}

const purpose =
  (key: string, retiredOn?: string): Change =>
  ({ purposes }) =>
    purposes.push({ ...purposes[0]!, key, retiredOn });
const bankRule =
  (changes: Partial<DataMapDocument["sharingRules"][number]>): Change =>
  ({ sharingRules }) =>
    Object.assign(sharingRules[1]!, changes);

describe("A policy version speaks of everything", () => {
  it("where the newest data map is the one it describes, and practice keeps to that", () => {
    expect(told({ transfers: [MAIL, { ...MAIL, recipient: "example_hosting", country: "DE" }] })).toEqual([]);
  });

  it("that was retired since, or is retired by today", () => {
    expect(told({ said: purpose("research"), newest: purpose("research", "2026-06-30") })).toEqual([]);
    expect(told({ newest: purpose("research", TODAY), said: () => {} })).toEqual([]);
  });

  it("that its revision names in general: what lies under a category, who is of a kind", () => {
    const categories = ["identification.email.domain"];
    expect(told({ transfers: [{ ...MAIL, categories }] })).toEqual([]);
    const newBank: Change = ({ recipients }) =>
      recipients.push({ ...recipients[1]!, key: "new_bank", name: "New Bank" });
    expect(
      told({ said: () => {}, newest: newBank, transfers: [{ ...MAIL, recipient: "new_bank" }] }),
    ).toEqual([`recipients new_bank declared ${IN_MARCH}`]);
  });
});

describe("A policy version does not speak of", () => {
  it.each<[string, Change, string]>([
    [
      "a category",
      ({ categories }) => categories.push({ ...categories[3]!, key: "reviews" }),
      "categories reviews",
    ],
    [
      "a category under one of which it speaks",
      ({ categories }) => categories.push({ ...categories[3]!, key: "usage.pages" }),
      "categories usage.pages",
    ],
    ["a purpose", purpose("research"), "purposes research"],
    [
      "a recipient",
      ({ recipients }) => recipients.push({ ...recipients[0]!, key: "other_hosting" }),
      "recipients other_hosting",
    ],
    [
      "a country",
      ({ jurisdictions }) => jurisdictions.push({ ...jurisdictions[0]!, code: "FR" }),
      "countries FR",
    ],
    [
      "a kind of recipients that a rule names",
      (document) =>
        document.sharingRules.push({
          ...document.sharingRules[1]!,
          key: "court",
          recipientKind: "PUBLIC_AUTHORITY",
        }),
      "recipientKinds PUBLIC_AUTHORITY",
    ],
    [
      "a kind of recipients that an activity names",
      ({ activities }) => Object.assign(activities[0]!, { recipientKinds: ["PUBLIC_AUTHORITY"] }),
      "recipientKinds PUBLIC_AUTHORITY",
    ],
    [
      "a rule for a recipient",
      ({ sharingRules }) => Object.assign(sharingRules[0]!, { categories: ["usage"] }),
      "sharing example_hosting marketing usage",
    ],
    [
      "a rule for a kind",
      bankRule({ categories: ["usage"] }),
      "sharing FINANCIAL_INSTITUTION marketing usage",
    ],
    [
      "an activity",
      ({ activities }) =>
        Object.assign(activities[0]!, { recipients: ["example_bank"], categories: ["usage"] }),
      "sharing example_bank marketing usage",
    ],
  ])("%s that was declared since", (_case, newest, expected) => {
    expect(told({ said: () => {}, newest })).toContain(`${expected} declared`);
  });

  it.each<[string, Partial<DataMapDocument["sharingRules"][number]>]>([
    ["does not hold yet", { validFrom: "2026-07-01" }],
    ["holds no more", { validTo: "2026-06-29" }],
    ["is retired", { retiredOn: TODAY }],
  ])("what is declared, but not by a rule that %s", (_case, changes) => {
    expect(told({ said: () => {}, newest: bankRule({ categories: ["usage"], ...changes }) })).toEqual([]);
  });

  it("what had been retired before it applied", () => {
    const change = { said: purpose("research", "2026-02-01"), newest: purpose("research") };
    expect(told({ ...change, saidFrom: "2026-02-01" })).toEqual(["purposes research declared"]);
    expect(told({ ...change, saidFrom: "2026-01-31" })).toEqual([]);
  });

  it("what only practice shows, with its days and how often", () => {
    const transfers = [
      { ...MAIL, country: "FR" },
      { ...MAIL, categories: ["identification.email", "usage"] },
      { ...MAIL, categories: ["usage"], firstDay: "2026-04-01", lastDay: "2026-04-02" },
      { ...MAIL, categories: ["identification"], disclosures: 1, lastDay: "2026-03-02" },
    ];
    expect(told({ transfers })).toEqual([
      `countries FR ${IN_MARCH}`,
      "sharing example_bank marketing usage 6 from 2026-03-01 to 2026-04-02",
      "sharing example_bank marketing identification 1 from 2026-03-01 to 2026-03-02",
    ]);
  });

  it("what practice shows of entries that are retired by now", () => {
    const transfers = [{ ...MAIL, purpose: "research" }];
    expect(told({ said: () => {}, newest: purpose("research", "2026-06-01"), transfers })).toEqual([
      `purposes research ${IN_MARCH}`,
      `sharing example_bank research identification.email ${IN_MARCH}`,
    ]);
  });

  it("what its revision let go on other days only", () => {
    const said: Change = (document) => {
      bankRule({ validTo: "2026-03-15" })(document);
      document.activities = [];
    };
    const transfers = [
      { ...MAIL, lastDay: "2026-03-15" },
      { ...MAIL, disclosures: 2, firstDay: "2026-03-16" },
    ];
    expect(told({ said, transfers })).toEqual([
      "sharing example_bank marketing identification.email 2 from 2026-03-16 to 2026-03-31",
    ]);
  });

  it("what is both declared and practised, said once", () => {
    const newest = bankRule({ categories: ["identification.email", "usage"] });
    expect(told({ said: () => {}, newest, transfers: [{ ...MAIL, categories: ["usage"] }] })).toEqual([
      `sharing example_bank marketing usage declared ${IN_MARCH}`,
      "sharing FINANCIAL_INSTITUTION marketing usage declared",
    ]);
  });

  it("in an order that begins with what was seen first last, and ends with what is declared only", () => {
    const newest: Change = (document) => ["a", "b", "c"].forEach((key) => purpose(key)(document));
    const transfers = [
      { ...MAIL, purpose: "b" },
      { ...MAIL, purpose: "c", firstDay: "2026-03-02" },
    ];
    const purposes = told({ said: () => {}, newest, transfers }).filter((line) =>
      line.startsWith("purposes"),
    );
    expect(purposes.map((line) => line.split(" ")[1])).toEqual(["c", "b", "a"]);
  });
});
