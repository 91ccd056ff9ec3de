import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { v7 } from "uuid";
import {
  SubjectFactsService,
  type FactContent,
  type SubjectFact,
} from "../../../src/modules/consents/index.js";
import { columnsOf } from "../../../src/modules/consents/subject-fact-row.js";
import {
  insertFacts,
  insertListedMembers,
  insertMembers,
} from "../../../src/modules/consents/subject-facts.repository.js";
import { numberAt, slotsOf, SubjectSet, type SubjectNumber } from "../../../src/modules/subjects/index.js";
import { join, sql, type Sql } from "../../../src/platform/db/sql.js";
import { inTransaction, type Tx } from "../../../src/platform/db/transaction.js";
import { withTestServer } from "../../support/test-server.js";

// Facts name entries of the example data map, which a server puts there.
const { database } = withTestServer();
const service = new SubjectFactsService();

const SEGMENTS = [0, 1, 2, 700_000];
const MOMENT = new Date("2026-02-01T10:00:00.123Z");

const anyContent: fc.Arbitrary<FactContent> = fc.constantFrom<FactContent>(
  { kind: "CONSENT", legalGround: "consent", policyVersion: 1, givenAt: MOMENT, agreement: null },
  { kind: "CONSENT", legalGround: "consent", policyVersion: 1, givenAt: MOMENT, agreement: "0f".repeat(16) },
  { kind: "WITHDRAWAL", legalGround: "consent", receivedAt: MOMENT },
  { kind: "AGREEMENT_END", agreement: null, endedOn: "2026-02-28" },
  {
    kind: "RESTRICTION",
    restriction: "REFUSAL",
    categories: ["usage", "reviews"],
    purposes: ["marketing"],
    from: MOMENT,
  },
  { kind: "RESTRICTION", restriction: "BLOCK", categories: [], purposes: [], from: MOMENT },
  { kind: "LIFTING", lifts: "019c1c4e-0000-7000-8000-000000000001", liftedAt: MOMENT },
);
/** Few or many of one segment, as an array or as a bitmap. */
const anySlots = fc
  .record({
    count: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.constantFrom(246, 247, 248, 4_096)),
    from: fc.integer({ min: 0, max: 4_095 }),
    step: fc.constantFrom(1, 7, 1_023),
  })
  .map(({ count, from, step }) => Array.from({ length: count }, (_, n) => (from + n * step) % 4_096));
const anyMembers = fc
  .uniqueArray(fc.constantFrom(...SEGMENTS), { minLength: 1 })
  .chain((segments) =>
    fc.tuple(
      ...segments.map((segment) => anySlots.map((slots) => slots.map((slot) => numberAt({ segment, slot })))),
    ),
  )
  .map((lists) => lists.flat());
const anyFacts = fc.array(fc.record({ content: anyContent, listed: fc.boolean(), members: anyMembers }), {
  minLength: 1,
  maxLength: 6,
});

/** As a subject list would answer a set. */
function segmentsOf(members: readonly SubjectNumber[]): Sql {
  const rows = [...SubjectSet.of(members).segments()].map(({ segment, offsets, bitmap }) => {
    const bits = bitmap && Buffer.from(bitmap).toString("hex");
    return sql`(${segment}::int, ${offsets && `{${offsets.join()}}`}::text::smallint[], ('x' || ${bits}::text)::bit(4096))`;
  });
  return sql`SELECT * FROM (VALUES ${join(rows)}) AS v (segment, offsets, bitmap)`;
}

interface Recorded {
  readonly fact: SubjectFact;
  readonly members: ReadonlySet<SubjectNumber>;
}

async function record(
  tx: Tx,
  content: FactContent,
  members: SubjectNumber[],
  listed: boolean,
): Promise<Recorded> {
  const id = v7();
  const { moments, ledgerSalt } = await insertFacts(tx, [
    {
      id,
      ...columnsOf(content),
      recordedBy: "a test",
      subjectCount: new Set(members).size,
      subjectList: null,
      freeTextCommitments: null,
    },
  ]);
  if (listed) await insertListedMembers(tx, id, segmentsOf(members), ledgerSalt);
  else await insertMembers(tx, [{ id, subjects: members }], ledgerSalt);
  return { fact: { id, recordedAt: moments.get(id)!, ...content }, members: new Set(members) };
}

class Undone extends Error {}

/** Runs a property on what a transaction of its own holds, which is undone. */
async function onFacts(
  check: (tx: Tx, recorded: readonly Recorded[], asked: SubjectNumber[]) => Promise<void>,
) {
  await fc.assert(
    fc.asyncProperty(anyFacts, anyMembers, async (facts, asked) => {
      const work = inTransaction(database.api, async (tx) => {
        const recorded: Recorded[] = [];
        for (const { content, members, listed } of facts)
          recorded.push(await record(tx, content, members, listed));
        await check(tx, recorded, [...new Set(asked)]);
        throw new Undone();
      });
      await expect(work).rejects.toThrow(Undone);
    }),
    { numRuns: 20 },
  );
}

const byId = (facts: readonly SubjectFact[]) =>
  [...facts].sort((one, other) => one.id.localeCompare(other.id));
const expectedOf = (recorded: readonly Recorded[], number: SubjectNumber) =>
  byId(recorded.filter(({ members }) => members.has(number)).map(({ fact }) => fact));

describe("facts about users", () => {
  it("are found user by user, whatever they say and however many they are about", async () => {
    await onFacts(async (tx, recorded, asked) => {
      const found = await service.factsAbout(tx, asked);
      for (const number of asked) expect(byId(found.get(number) ?? [])).toEqual(expectedOf(recorded, number));
      expect([...found.values()].every((facts) => facts.length > 0)).toBe(true);
    });
  });

  it("are found segment by segment for a set, the same as user by user", async () => {
    await onFacts(async (tx, recorded, asked) => {
      const found = new Map<SubjectNumber, SubjectFact[]>();
      const segments: number[] = [];
      for await (const { segment, members, facts } of service.factsIn(tx, segmentsOf(asked))) {
        segments.push(segment);
        const inSegment = asked.filter((number) => Math.floor(number / 4_096) === segment);
        expect([...slotsOf(members)]).toEqual(
          inSegment.map((number) => number % 4_096).sort((a, b) => a - b),
        );
        for (const { fact, members: concerned } of facts) {
          for (const slot of slotsOf(concerned)) {
            const number = numberAt({ segment, slot });
            found.set(number, [...(found.get(number) ?? []), fact]);
          }
        }
      }
      expect(segments).toEqual([...SubjectSet.of(asked).segments()].map(({ segment }) => segment));
      const expected = asked.filter((number) => expectedOf(recorded, number).length > 0);
      expect(new Set(found.keys())).toEqual(new Set(expected));
      for (const number of expected) expect(byId(found.get(number)!)).toEqual(expectedOf(recorded, number));
    });
  });

  it("are answered for nobody where nobody is asked about", async () => {
    expect(await service.factsAbout(database.api.manager, [])).toEqual(new Map());
  });

  it("can be left unread once they are known", async () => {
    await inTransaction(database.api, async (tx) => {
      const users = Array.from({ length: 20_000 }, (_, n) => n as SubjectNumber);
      await record(tx, { kind: "WITHDRAWAL", legalGround: "consent", receivedAt: MOMENT }, users, true);
      for await (const { segment } of service.factsIn(tx, segmentsOf(users))) if (segment === 1) break;
      expect((await service.factsAbout(tx, users.slice(0, 3))).size).toBe(3);
    });
  });
});
