import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { SegmentFact, SubjectFact } from "../../../src/modules/consents/index.js";
import { dueOfSegment, type Destroyed } from "../../../src/modules/retention/core/due-of-segment.js";
import { RetentionJudge, type RunOut } from "../../../src/modules/retention/core/judge-retention.js";
import { isHeld } from "../../../src/modules/retention/core/legal-hold.js";
import { retentionTerms } from "../../../src/modules/retention/core/retention-term.js";
import { SubjectSet, type PackedSegment, type SubjectNumber } from "../../../src/modules/subjects/index.js";
import {
  agreementEnd,
  consent,
  erasure,
  lifting,
  restriction,
  withdrawal,
} from "../consents/sample-facts.js";
import { mapWith } from "./sample-rules.js";

const AS_OF = "2028-06-30";
const map = mapWith(
  { key: "one", categories: ["usage", "technical"] },
  { key: "longer", categories: ["technical"], period: "P1Y" },
  { key: "withdrawn", categories: ["usage"], purposes: ["marketing"], startEvent: "CONSENT_WITHDRAWN" },
  { key: "account", categories: ["identification"], startEvent: "ACCOUNT_DELETED", period: undefined },
);
const end = map.endOf(AS_OF);
const judge = new RetentionJudge(retentionTerms(map, AS_OF), map, AS_OF, new Date(end.getTime() - 1));

const SEGMENT = 3;
const packed = (slots: Iterable<number>): PackedSegment => {
  const set = SubjectSet.of([...slots].map((slot) => (SEGMENT * 4_096 + slot) as SubjectNumber));
  return [...set.segments()][0] ?? { segment: SEGMENT, offsets: new Uint16Array(0), bitmap: null };
};

const moment = fc.date({ min: new Date("2026-01-01"), max: new Date("2029-01-01"), noInvalidDate: true });
const agreement = fc.constantFrom(null, "aa", "bb");
const fact: fc.Arbitrary<SubjectFact> = fc.oneof(
  fc.record({ agreement, at: moment }).map(({ at, ...stated }) => consent(at, stated)),
  fc.record({ agreement, at: moment }).map(({ at, ...stated }) => agreementEnd(map.calendarDay(at), stated)),
  moment.map((at) => withdrawal(at)),
  moment.map((at) => erasure(at)),
  moment.map((from) => restriction("LEGAL_HOLD", from)),
  fc.tuple(fc.integer({ min: 0, max: 7 }).map(String), moment).map(([lifts, at]) => lifting(lifts, at)),
);
const slots = fc.oneof(
  fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 8 }),
  fc.integer({ min: 250, max: 600 }).map((length) => Array.from({ length }, (_, slot) => slot)),
);
const abouts = fc
  .array(fc.record({ fact, slots }), { maxLength: 8 })
  .map((list) => list.map((each, place) => ({ ...each, fact: { ...each.fact, id: String(place) } })));

interface Gone {
  readonly category: string;
  readonly asOf: string;
  readonly dataStore: string | null;
  readonly slots: number[];
}
const gone: fc.Arbitrary<Gone> = fc.record({
  category: fc.constantFrom("usage", "technical"),
  asOf: fc.constantFrom("2026-09-01", "2027-06-01", AS_OF),
  dataStore: fc.constantFrom(null, "store_a", "store_b"),
  slots,
});

describe("what has run out for users of a segment", () => {
  const covers = (each: Gone) => (_: RunOut, of: string) => of === each.category;
  const asDestroyed = (each: Gone): Destroyed => ({
    asOf: each.asOf,
    dataStore: each.dataStore,
    members: packed(each.slots),
    covers: covers(each),
  });

  /** The plain definition, for one user. */
  function plain(slot: number, facts: readonly SubjectFact[], destroyed: readonly Gone[], stores: string[]) {
    return judge.judge(facts).flatMap((runOut) =>
      runOut.term.categories.flatMap((of) => {
        const these = destroyed.filter(
          (each) => each.slots.includes(slot) && each.category === of && each.asOf >= runOut.dueFrom,
        );
        const isGone =
          these.some(({ dataStore }) => dataStore === null) ||
          (stores.length === 0
            ? these.length > 0
            : stores.every((store) => these.some(({ dataStore }) => dataStore === store)));
        const what = `${runOut.term.rule.key} ${of} ${runOut.dueFrom} ${runOut.keptBy.join()}`;
        return isGone ? [] : [`${slot} ${what}${isHeld(facts, end) ? " held" : ""}`];
      }),
    );
  }

  it("is what has run out for each of them, without what was destroyed, and apart where a hold forbids it", () => {
    const someStores = fc.subarray(["store_a", "store_b"]);
    const destructions = fc.array(gone, { maxLength: 4 });
    fc.assert(
      fc.property(slots, abouts, destructions, someStores, (members, known, destroyed, stores) => {
        const facts: SegmentFact[] = known.flatMap(({ fact: each, slots: whom }) => {
          const concerned = whom.filter((slot) => members.includes(slot));
          return concerned.length === 0 ? [] : [{ fact: each, members: packed(concerned) }];
        });
        const due = dueOfSegment(judge, { segment: SEGMENT, members: packed(members), facts }, end, {
          destroyed: destroyed.map(asDestroyed),
          storesOf: () => stores,
        });
        const found = due.flatMap(({ runOut, category: of, users, held }) => {
          const what = `${runOut.term.rule.key} ${of} ${runOut.dueFrom} ${runOut.keptBy.join()}`;
          return [...users]
            .map((slot) => `${slot} ${what}`)
            .concat([...held].map((slot) => `${slot} ${what} held`));
        });
        const expected = members.flatMap((slot) => {
          const own = known.filter(({ slots: whom }) => whom.includes(slot)).map((each) => each.fact);
          return plain(slot, own, destroyed, stores);
        });
        expect(found.sort()).toEqual(expected.sort());
      }),
      { numRuns: 500 },
    );
  });
});
