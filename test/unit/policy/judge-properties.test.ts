import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { RESTRICTIONS, type SegmentFact, type SubjectFact } from "../../../src/modules/consents/index.js";
import {
  inPrecedence,
  mergeDetails,
  type Finding,
  type FindingDetail,
} from "../../../src/modules/policy/core/finding.js";
import { GatheredFindings, judgeEach } from "../../../src/modules/policy/core/gathered-findings.js";
import { Judge } from "../../../src/modules/policy/core/judge.js";
import { judgeTransfer } from "../../../src/modules/policy/core/judge-transfer.js";
import type { Transfer } from "../../../src/modules/policy/core/transfer.js";
import { SubjectSet, type SubjectNumber } from "../../../src/modules/subjects/index.js";
import { agreementEnd, consent, lifting, restriction, withdrawal } from "../consents/sample-facts.js";
import { erasure, restoration } from "../consents/sample-facts.js";
import { exampleDocument, exampleSnapshot } from "../datamap/example-snapshot.js";
import { LAWFUL_DEMAND, MARKETING, UNLAWFUL_DEMAND } from "./sample-transfers.js";

const document = exampleDocument();
/** With a rule of retention that withdrawals start. */
const map = exampleSnapshot(({ retentionRules }) => {
  const rule = {
    ...retentionRules.find(({ key }) => key === "while_consent_lasts")!,
    key: "after_withdrawal",
  };
  retentionRules.push({ ...rule, purposes: ["marketing"], startEvent: "CONSENT_WITHDRAWN", period: "P1Y" });
});
const keysOf = (entries: readonly { readonly key: string }[]) =>
  fc.constantFrom(...entries.map(({ key }) => key));
const category = keysOf(document.categories);
const purpose = keysOf(document.purposes);
const ground = fc.constantFrom("consent", "consent", "contract");
const moment = fc.date({ min: new Date("2026-01-01"), max: new Date("2040-01-01"), noInvalidDate: true });
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });

const transfers: fc.Arbitrary<Transfer> = fc.record({
  occurredAt: moment,
  direction: fc.constantFrom("OUTBOUND" as const, "OUTBOUND" as const, "INBOUND" as const),
  recipient: keysOf(document.recipients),
  purpose,
  legalGround: ground,
  categories: fc.uniqueArray(category, { minLength: 1, maxLength: 4 }),
  agreement: maybe(keysOf(document.agreements)),
  safeguard: maybe(keysOf(document.safeguards)),
  country: fc.constantFrom("KZ", "DE", "US", "FR"),
  crossBorder: fc.boolean(),
});

const id = fc.integer({ min: 0, max: 5 }).map(String);
const restrictions = fc
  .record({
    id,
    kind: fc.constantFrom(...RESTRICTIONS),
    from: moment,
    categories: fc.uniqueArray(category, { maxLength: 2 }),
    purposes: fc.uniqueArray(purpose, { maxLength: 2 }),
  })
  .map(({ kind, from, ...stated }) => restriction(kind, from, stated));
const withdrawals = fc
  .record({ id, legalGround: ground, at: moment })
  .map(({ at, ...stated }) => withdrawal(at, stated));
const agreement = fc.constantFrom(null, "aa", "bb");
const agreementEnds = fc
  .record({ id, agreement, at: moment })
  .map(({ at, ...stated }) => agreementEnd(map.calendarDay(at), stated));
const consents = fc
  .record({ id, legalGround: ground, agreement, at: moment })
  .map(({ at, ...stated }) => consent(at, stated));
const erasures = moment.map((at) => erasure(at));
const liftings = fc.tuple(id, moment).map(([lifts, at]) => lifting(lifts, at));
const fact: fc.Arbitrary<SubjectFact> = fc.oneof(
  consents,
  erasures,
  moment.map((at) => restoration(at)),
  withdrawals,
  agreementEnds,
  restrictions,
  liftings,
);
/** Each with an id of its own; a lifting may name any of them. */
const facts = fc
  .array(fact, { maxLength: 6 })
  .map((list) => list.map((each, place) => ({ ...each, id: String(place) })));

const codes = (findings: readonly Finding[]) => findings.map(({ code }) => code);

describe("more restrictions", () => {
  it("of a user never yield fewer findings", () => {
    const more = fc.oneof(restrictions, withdrawals, erasures);
    fc.assert(
      fc.property(transfers, facts, more, (transfer, known, restricted) => {
        const judge = new Judge(transfer, map, null);
        const before = judge.ofSubject(known);
        const after = judge.ofSubject([...known, restricted]);
        expect(after.length).toBeGreaterThanOrEqual(before.length);
        const apartFromConsent = codes(before).filter((code) => !code.startsWith("CONSENT_"));
        expect(codes(after)).toEqual(expect.arrayContaining(apartFromConsent));
      }),
      { numRuns: 1_000 },
    );
  });

  it("by the end of an agreement never let a consent hold that did not", () => {
    fc.assert(
      fc.property(transfers, facts, agreementEnds, (transfer, known, end) => {
        const judge = new Judge(transfer, map, null);
        const onConsent = (all: readonly SubjectFact[]) =>
          codes(judge.ofSubject(all)).filter((code) => code.startsWith("CONSENT_")).length;
        expect(onConsent([...known, end])).toBeGreaterThanOrEqual(onConsent(known));
      }),
      { numRuns: 1_000 },
    );
  });

  it("of the data map never yield fewer findings", () => {
    const stricter = exampleSnapshot(({ sharingRules, safeguards, purposes }) => {
      sharingRules.forEach((rule) =>
        Object.assign(rule, { agreementRequired: true, authorityRequestRequired: true }),
      );
      safeguards.forEach((safeguard) => Object.assign(safeguard, { recipients: ["nobody"] }));
      purposes.forEach((entry) => Object.assign(entry, { retiredOn: "2030-01-01" }));
    });
    fc.assert(
      fc.property(transfers, fc.constantFrom(null, LAWFUL_DEMAND), (transfer, demand) => {
        const before = codes(judgeTransfer(transfer, map, demand));
        const after = codes(judgeTransfer(transfer, stricter, demand));
        // What protects worse is missing where it was out of force before.
        const missing = before.map((code) =>
          code === "SAFEGUARD_NOT_IN_FORCE" ? "SAFEGUARD_MISSING" : code,
        );
        expect(after).toEqual(expect.arrayContaining(missing));
      }),
      { numRuns: 1_000 },
    );
  });

  it("by more categories, or by an unlawful demand, never yield fewer findings", () => {
    fc.assert(
      fc.property(transfers, facts, category, (transfer, known, added) => {
        const all = (given: Transfer, demand: typeof LAWFUL_DEMAND) => {
          const judge = new Judge(given, map, demand);
          return codes([...judge.ofTransfer, ...judge.ofSubject(known)]);
        };
        const before = all(transfer, LAWFUL_DEMAND);
        const wider = { ...transfer, categories: [...transfer.categories, added] };
        expect(all(wider, LAWFUL_DEMAND)).toEqual(expect.arrayContaining(before));
        expect(all(transfer, UNLAWFUL_DEMAND)).toEqual(expect.arrayContaining(before));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("users of a segment", () => {
  const FIRST = 3 * 4_096;
  const slots = fc.oneof(
    fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 12 }),
    fc.integer({ min: 1, max: 600 }).map((length) => Array.from({ length }, (_, slot) => slot * 6)),
  );
  const abouts = fc.array(fc.record({ fact, slots }), { maxLength: 8 }).map((list) =>
    list.map(({ fact: each, slots: whom }, place) => ({
      fact: { ...each, id: String(place) },
      slots: whom,
    })),
  );

  const packed = (members: readonly number[]) => {
    const set = SubjectSet.of(members.map((slot) => (FIRST + slot) as SubjectNumber));
    return [...set.segments()][0]!;
  };

  it("are judged together as they are one by one", () => {
    fc.assert(
      fc.property(transfers, slots, abouts, (transfer, members, known) => {
        const segmentFacts = known.map(({ fact: content, slots: whom }): SegmentFact => ({
          fact: content,
          members: packed(whom),
        }));
        const oneByOne = new Map(
          members.map((slot) => [
            (FIRST + slot) as SubjectNumber,
            known.filter(({ slots: whom }) => whom.includes(slot)).map(({ fact: content }) => content),
          ]),
        );
        const judge = new Judge(transfer, map, null);
        const together = new GatheredFindings();
        together.add(judge.ofSegment(packed(members), segmentFacts));
        expect(together.inPrecedence()).toEqual(judgeEach(judge, oneByOne.keys(), oneByOne));
      }),
      { numRuns: 500 },
    );
  });

  it("are all dealt out where each of several facts is about some", () => {
    const given = (id: string, whom: number[]): SegmentFact => {
      return { fact: consent(new Date("2026-02-10"), { id }), members: packed(whom) };
    };
    const judge = new Judge(MARKETING, map, null);
    expect(judge.ofSegment(packed([1, 2, 3]), [given("one", [1, 2]), given("two", [3])])).toEqual([]);
    const missing = judge.ofSegment(packed([1, 2, 3]), [given("one", [1]), given("two", [3])]);
    expect(missing).toMatchObject([{ code: "CONSENT_MISSING", subjectCount: 1, members: packed([2]) }]);
  });

  it("are put together over segments as they would be in one go", () => {
    const numbers = fc.uniqueArray(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(transfers, numbers, abouts, (transfer, members, known) => {
        const judge = new Judge(transfer, map, null);
        const set = SubjectSet.of(members as SubjectNumber[]);
        const gathered = new GatheredFindings();
        const oneByOne = new Map<SubjectNumber, SubjectFact[]>();
        for (const segment of set.segments()) {
          const here = known.map(({ fact: content, slots: whom }): SegmentFact => {
            return { fact: content, members: { ...packed(whom), segment: segment.segment } };
          });
          gathered.add(judge.ofSegment(segment, here));
        }
        for (const number of set.numbers())
          oneByOne.set(
            number,
            known.filter(({ slots: whom }) => whom.includes(number % 4_096)).map((each) => each.fact),
          );
        expect(gathered.inPrecedence()).toEqual(judgeEach(judge, set.numbers(), oneByOne));
      }),
      { numRuns: 200 },
    );
  });
});

describe("the details of findings", () => {
  const keys = fc
    .uniqueArray(fc.constantFrom("a", "b", "c"), { minLength: 1 })
    .map((list) => list.toSorted());
  const value = fc.constantFrom("x", "y");
  const detail: fc.Arbitrary<FindingDetail> = fc.record(
    { rules: keys, categories: keys, clauses: keys, until: value, fact: value },
    { requiredKeys: [] },
  );

  it("merge to the same in whatever order", () => {
    fc.assert(
      fc.property(detail, detail, detail, (one, two, three) => {
        expect(mergeDetails(one, two)).toEqual(mergeDetails(two, one));
        expect(mergeDetails(mergeDetails(one, two), three)).toEqual(
          mergeDetails(one, mergeDetails(two, three)),
        );
        expect(mergeDetails(one, { ...one })).toEqual(one);
      }),
    );
  });

  it("are told in precedence for every transfer", () => {
    fc.assert(
      fc.property(transfers, facts, (transfer, known) => {
        const judge = new Judge(transfer, map, null);
        for (const findings of [judge.ofTransfer, judge.ofSubject(known)]) {
          expect(findings).toEqual(inPrecedence(findings));
          expect(new Set(codes(findings)).size).toBe(findings.length);
        }
      }),
      { numRuns: 500 },
    );
  });
});
