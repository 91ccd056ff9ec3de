import type { GroupedPart } from "../../coverage/index.js";
import type { DeliveredCombination } from "../../disclosures/index.js";
import { SubjectSet } from "../../subjects/core/subject-set.js";

/** What comes together under one heading of the answer: everything, a recipient, a category. */
export interface BreachTotal {
  readonly disclosures: number;
  readonly subjectDisclosures: number;
  /** The different users; complete once every part was added. */
  readonly users: SubjectSet;
}

/**
 * Adds disclosures up by recipient and by category, and unites their users. A disclosure of several categories counts under each.
 *
 * Memory is for the different users of each heading, however many disclosures cover them; headings over the same disclosures, as
 * everything and the one recipient asked about are, share theirs.
 */
export class BreachTotals {
  readonly all: BreachTotal;
  readonly byRecipient: ReadonlyMap<string, BreachTotal>;
  readonly byCategory: ReadonlyMap<string, BreachTotal>;
  readonly #setsOfGroup = new Map<string, Set<SubjectSet>>();
  readonly #setOfGroups = new Map<string, SubjectSet>();

  /** @param affects whether a category, as it was recorded, is one of those asked about */
  constructor(combinations: readonly DeliveredCombination[], affects: (category: string) => boolean) {
    this.all = this.#totalOf(combinations);
    this.byRecipient = this.#totalsBy(combinations, ({ recipient }) => [recipient]);
    this.byCategory = this.#totalsBy(combinations, ({ categories }) => categories.filter(affects));
  }

  /** Takes in some users of the disclosures of combinations, in whatever order, and as often as they like. */
  addUsers(parts: readonly GroupedPart[]): void {
    for (const { group, part } of parts) {
      for (const set of this.#setsOfGroup.get(group) ?? []) set.addSegment(part);
    }
  }

  #totalsBy(
    combinations: readonly DeliveredCombination[],
    headingsOf: (combination: DeliveredCombination) => readonly string[],
  ): Map<string, BreachTotal> {
    const under = new Map<string, DeliveredCombination[]>();
    for (const combination of combinations) {
      for (const heading of headingsOf(combination)) {
        const known = under.get(heading);
        if (known) known.push(combination);
        else under.set(heading, [combination]);
      }
    }
    const totals = [...under].map(([heading, list]) => [heading, this.#totalOf(list)] as const);
    return new Map(totals.sort(([, one], [, other]) => other.disclosures - one.disclosures));
  }

  #totalOf(combinations: readonly DeliveredCombination[]): BreachTotal {
    const sum = (count: (combination: DeliveredCombination) => number) =>
      combinations.reduce((total, combination) => total + count(combination), 0);
    return {
      disclosures: sum(({ disclosures }) => disclosures),
      subjectDisclosures: sum(({ subjectDisclosures }) => subjectDisclosures),
      users: this.#setOf(combinations.map(({ group }) => group)),
    };
  }

  #setOf(groups: readonly string[]): SubjectSet {
    const name = JSON.stringify([...groups].sort());
    const known = this.#setOfGroups.get(name);
    if (known) return known;
    const set = new SubjectSet();
    this.#setOfGroups.set(name, set);
    for (const group of groups) {
      const sets = this.#setsOfGroup.get(group);
      if (sets) sets.add(set);
      else this.#setsOfGroup.set(group, new Set([set]));
    }
    return set;
  }
}
