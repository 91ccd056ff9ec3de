import { describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import type { SearchSteps } from "../../src/modules/disclosures/index.js";
import { PendingJudgements } from "../../src/modules/policy/index.js";
import type { SubjectNumber } from "../../src/modules/subjects/index.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { AMEND } from "../support/disclosure-operations.js";
import { blockFrom, judgeToTheEnd, numbersOf, recordFact } from "../support/late-facts.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();
const api = () => server.database.api;
const BEFORE = "2026-02-01T00:00:00.000Z";
const OCCURRED = "2026-03-01T10:00:00.000Z";
const AFTER = "2026-03-01T10:00:00.001Z";

interface Shown {
  readonly findings: readonly { readonly code: string; readonly subjectCount: number }[];
  readonly judgements: readonly {
    readonly id: string;
    readonly cause: string;
    readonly causeId: string | null;
    readonly superseded: string | null;
    readonly supersededBy: string | null;
    readonly findings: readonly { readonly code: string }[];
  }[];
}

const SHOW = /* GraphQL */ `
  query Show($id: UUID!) {
    disclosure(id: $id) {
      findings {
        code
        subjectCount
      }
      judgements {
        id
        cause
        causeId
        superseded
        supersededBy
        findings {
          code
        }
      }
    }
  }
`;

async function show(id: string): Promise<Shown> {
  return (await server.admin.request<{ disclosure: Shown }>(SHOW, { id })).disclosure;
}

/** Records a disclosure of these users, new ones unless said; answers its id and the users' numbers. */
async function disclose(
  subjects: readonly string[] = [v7(), v7()],
  changes: Record<string, unknown> = {},
): Promise<{ id: string; users: SubjectNumber[] }> {
  const input = disclosureInput({ occurredAt: OCCURRED, subjects, ...changes });
  await server.admin.request(RECORD, { input });
  return { id: input.id, users: await numbersOf(api(), [input.id]) };
}

const judgeAgain = (steps?: SearchSteps) => judgeToTheEnd(server, steps);
const countPending = () => new PendingJudgements(api()).count();
const blockedIn = ({ findings }: Pick<Shown, "findings">) =>
  findings.find(({ code }) => code === "SUBJECT_BLOCKED")?.subjectCount ?? 0;

describe("a fact recorded after a disclosure of its users", () => {
  it("lets it be judged again, beside the judgement that gives way, and is named as the cause", async () => {
    const { id, users } = await disclose();
    const before = await show(id);
    expect(blockedIn(before)).toBe(0);
    const fact = await recordFact(api(), blockFrom(BEFORE), users.slice(0, 1));
    expect(await countPending()).toBe(1);
    await judgeAgain();
    const after = await show(id);
    expect(after.findings).toEqual(
      expect.arrayContaining([...before.findings, { code: "SUBJECT_BLOCKED", subjectCount: 1 }]),
    );
    const [latest, ...earlier] = after.judgements;
    expect(latest).toMatchObject({ cause: "FACT", causeId: fact, superseded: null });
    expect(earlier).toEqual(
      before.judgements.map((each) => ({ ...each, superseded: "REJUDGED", supersededBy: latest!.id })),
    );
    expect(await countPending()).toBe(0);
  });

  it("changes nothing where it begins after the disclosure, or is about others", async () => {
    const { id, users } = await disclose();
    const { users: others } = await disclose();
    const before = await show(id);
    await recordFact(api(), blockFrom(AFTER), users);
    await recordFact(api(), blockFrom(BEFORE), others);
    await judgeAgain();
    expect(await show(id)).toEqual(before);
    expect(await countPending()).toBe(0);
  });

  it("that begins in the very moment of the disclosure counts", async () => {
    const { id, users } = await disclose();
    await recordFact(api(), blockFrom(OCCURRED), users);
    await judgeAgain();
    expect(blockedIn(await show(id))).toBe(2);
  });

  it("can take back what was found", async () => {
    const { id: first, users } = await disclose();
    const block = await recordFact(api(), blockFrom(BEFORE), users);
    await judgeAgain();
    const { id: second } = await disclose();
    expect(blockedIn(await show(first))).toBe(2);
    const lifting = { kind: "LIFTING", lifts: block, liftedAt: new Date(BEFORE) } as const;
    const fact = await recordFact(api(), lifting, users);
    await judgeAgain();
    const { findings, judgements } = await show(first);
    expect(findings.map(({ code }) => code)).not.toContain("SUBJECT_BLOCKED");
    expect(judgements[0]).toMatchObject({ cause: "FACT", causeId: fact, superseded: null });
    expect(judgements[1]).toMatchObject({ cause: "FACT", causeId: block, superseded: "REJUDGED" });
    expect((await show(second)).judgements.filter(({ cause }) => cause === "FACT")).toEqual([]);
  });

  it("is not held against a disclosure that was amended", async () => {
    const { id, users } = await disclose();
    const amends = { id: v7(), amends: id, reason: "It never happened", void: true };
    await server.admin.request(AMEND, { input: amends });
    const before = await show(id);
    await recordFact(api(), blockFrom(BEFORE), users);
    await judgeAgain();
    expect(await show(id)).toEqual(before);
  });

  it("is the cause that is named where others that make no difference are looked into with it", async () => {
    const { id, users } = await disclose();
    const withdrawal = { kind: "WITHDRAWAL", legalGround: "consent", receivedAt: new Date(BEFORE) } as const;
    await recordFact(api(), withdrawal, users);
    const fact = await recordFact(api(), blockFrom(BEFORE), users);
    await recordFact(api(), withdrawal, users);
    await judgeAgain();
    const { judgements } = await show(id);
    expect(judgements.filter(({ cause }) => cause === "FACT")).toMatchObject([{ causeId: fact }]);
  });

  it("reaches disclosures of thousands of users, which are judged segment by segment", async () => {
    const { id, users } = await disclose(Array.from({ length: 2_100 }, () => v7()));
    const fact = await recordFact(api(), blockFrom(BEFORE), users.slice(7, 10));
    await judgeAgain();
    const { judgements, ...shown } = await show(id);
    expect(blockedIn(shown)).toBe(3);
    expect(judgements[0]).toMatchObject({ cause: "FACT", causeId: fact });
    await recordFact(api(), blockFrom(BEFORE), users.slice(7, 8));
    await judgeAgain();
    expect((await show(id)).judgements[0]!.findings).toEqual(judgements[0]!.findings);
  });
});

describe("a late fact about many users", () => {
  const STEPS: SearchSteps = { lookedUpUsers: 2, found: 2, lookedThrough: 3 };

  it("reaches every disclosure of any of them, in steps, and no other", async () => {
    const common = v7();
    const touched = [await disclose([common, v7(), v7()])];
    for (let count = 0; count < 6; count += 1) touched.push(await disclose([common]));
    const other = await disclose();
    const fact = await recordFact(api(), blockFrom(BEFORE), touched[0]!.users);
    await judgeAgain(STEPS);
    for (const { id, users } of touched) {
      const { judgements, ...shown } = await show(id);
      expect(blockedIn(shown)).toBe(users.length);
      expect(judgements.filter(({ cause }) => cause === "FACT")).toMatchObject([{ causeId: fact }]);
    }
    expect((await show(other.id)).judgements.filter(({ cause }) => cause === "FACT")).toEqual([]);
    expect(await countPending()).toBe(0);
  });

  it("leaves as it stands what was found about a disclosure whose coverage was taken out", async () => {
    const { id, users } = await disclose(Array.from({ length: 1_200 }, () => v7()));
    const block = await recordFact(api(), blockFrom(BEFORE), users);
    await judgeAgain();
    const before = await show(id);
    expect(blockedIn(before)).toBe(1_200);
    await server.database.owner.query("DELETE FROM coverage WHERE disclosure_id = $1", [id]);
    await recordFact(api(), { kind: "LIFTING", lifts: block, liftedAt: new Date(BEFORE) }, users);
    await judgeAgain(STEPS);
    expect(await show(id)).toEqual(before);
  });
});
