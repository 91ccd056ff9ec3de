import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { BreachTotals } from "../../../src/modules/breach/core/breach-totals.js";
import type { DeliveredCombination } from "../../../src/modules/disclosures/index.js";
import { SubjectSet, type SubjectNumber } from "../../../src/modules/subjects/index.js";

const moment = new Date("2026-03-01T10:00:00Z");

function combinationOf(
  recipient: string,
  categories: readonly string[],
  sets: readonly (readonly number[])[],
) {
  return {
    group: `${recipient} ${categories.join(" ")}`,
    recipient,
    categories,
    disclosures: sets.length,
    subjectDisclosures: sets.reduce((sum, set) => sum + new Set(set).size, 0),
    firstAt: moment,
    lastAt: moment,
  } satisfies DeliveredCombination;
}

interface Disclosed {
  readonly recipient: string;
  readonly categories: readonly string[];
  readonly users: readonly number[];
}
const anyDisclosed: fc.Arbitrary<Disclosed[]> = fc.array(
  fc.record({
    recipient: fc.constantFrom("bank", "courier", "host"),
    categories: fc.uniqueArray(fc.constantFrom("name", "email", "phone"), { minLength: 1 }),
    users: fc.array(fc.integer({ min: 0, max: 9_000 }), { minLength: 1, maxLength: 30 }),
  }),
  { maxLength: 12 },
);

function totalsOf(disclosed: readonly Disclosed[], affects: (category: string) => boolean): BreachTotals {
  const byGroup = new Map<string, Disclosed[]>();
  for (const each of disclosed) {
    const { group } = combinationOf(each.recipient, each.categories, []);
    byGroup.set(group, [...(byGroup.get(group) ?? []), each]);
  }
  const combinations = [...byGroup.values()].map((list) =>
    combinationOf(
      list[0]!.recipient,
      list[0]!.categories,
      list.map(({ users }) => users),
    ),
  );
  const totals = new BreachTotals(combinations, affects);
  for (const [group, list] of byGroup) {
    for (const { users } of list) {
      const segments = [...SubjectSet.of(users as SubjectNumber[]).segments()];
      totals.addUsers(segments.map((part) => ({ group, part })));
    }
  }
  return totals;
}

/** What a heading comes to, counted by hand. */
function expected(disclosed: readonly Disclosed[]) {
  return {
    disclosures: disclosed.length,
    subjectDisclosures: disclosed.reduce((sum, { users }) => sum + new Set(users).size, 0),
    users: new Set(disclosed.flatMap(({ users }) => users)).size,
  };
}
const figures = ({ disclosures, subjectDisclosures, users }: BreachTotals["all"]) => ({
  disclosures,
  subjectDisclosures,
  users: users.size,
});

describe("The totals of a breach", () => {
  it("count everything, each recipient and each category asked about, and different users once in each", () => {
    fc.assert(
      fc.property(anyDisclosed, (disclosed) => {
        const totals = totalsOf(disclosed, (category) => category !== "phone");
        expect(figures(totals.all)).toEqual(expected(disclosed));
        const recipients = new Set(disclosed.map(({ recipient }) => recipient));
        expect(new Set(totals.byRecipient.keys())).toEqual(recipients);
        for (const [key, total] of totals.byRecipient) {
          expect(figures(total)).toEqual(expected(disclosed.filter(({ recipient }) => recipient === key)));
        }
        const categories = new Set(disclosed.flatMap((each) => each.categories));
        categories.delete("phone");
        expect(new Set(totals.byCategory.keys())).toEqual(categories);
        for (const [key, total] of totals.byCategory) {
          expect(figures(total)).toEqual(expected(disclosed.filter((each) => each.categories.includes(key))));
        }
      }),
    );
  });

  it("stand with the most disclosures first", () => {
    const disclosed = ["bank", "courier", "courier", "host", "host", "host"].map((recipient) => ({
      recipient,
      categories: ["name"],
      users: [1],
    }));
    expect([...totalsOf(disclosed, () => true).byRecipient.keys()]).toEqual(["host", "courier", "bank"]);
  });

  it("keep one set for headings over the same disclosures", () => {
    const { all, byRecipient, byCategory } = totalsOf(
      [{ recipient: "bank", categories: ["name", "email"], users: [1, 2] }],
      () => true,
    );
    expect(
      new Set([all.users, ...[...byRecipient.values(), ...byCategory.values()].map(({ users }) => users)]),
    ).toEqual(new Set([all.users]));
    expect(byCategory.size).toBe(2);
  });
});
