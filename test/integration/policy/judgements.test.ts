import { beforeAll, describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { AuthoritiesService } from "../../../src/modules/authorities/index.js";
import { SubjectFactsService } from "../../../src/modules/consents/index.js";
import { JudgeService, type DisclosureToJudge, type Verdict } from "../../../src/modules/policy/index.js";
import { SetRoots } from "../../../src/modules/subjects/index.js";
import { findStandingFindings } from "../../../src/modules/policy/findings.repository.js";
import { findJudgementsOf } from "../../../src/modules/policy/judgements.repository.js";
import { systemClock } from "../../../src/platform/clock.js";
import { inTransaction } from "../../../src/platform/db/transaction.js";
import { withTestServer } from "../../support/test-server.js";
import { untilWaiting } from "../../support/until-waiting.js";

const server = withTestServer();
let judge: JudgeService;
beforeAll(async () => {
  const { database, app } = server;
  const authorities = new AuthoritiesService(database.api, app.dataMap);
  judge = new JudgeService(
    systemClock,
    new SubjectFactsService(),
    authorities,
    await SetRoots.of(database.api),
  );
});

/** One that is in order, whatever verdict a test gives. */
function disclosure(): DisclosureToJudge {
  return {
    id: v7(),
    authorityRequest: null,
    subjectCount: 2,
    map: server.app.dataMap.current(),
    transfer: {
      occurredAt: new Date("2026-03-01T10:00:00Z"),
      direction: "OUTBOUND",
      recipient: "example_courier",
      purpose: "provision_of_services",
      legalGround: "contract",
      categories: ["identification.first_name"],
      agreement: null,
      safeguard: null,
      country: "KZ",
      crossBorder: false,
    },
  };
}

const blocked: Verdict = [
  {
    code: "SUBJECT_BLOCKED",
    kind: "BREACH",
    detail: {},
    subjectCount: 1,
    members: [{ segment: 0, offsets: Uint16Array.of(7), bitmap: null }],
  },
];
const FACT = { cause: "FACT", id: v7() } as const;

const standing = async ({ id }: DisclosureToJudge) =>
  ((await findStandingFindings(server.database.api.manager, [id])).get(id) ?? []).map(({ code }) => code);
const judgements = async ({ id }: DisclosureToJudge) =>
  (await findJudgementsOf(server.database.api.manager, [id])).get(id) ?? [];

describe("A disclosure that is judged again", () => {
  it("has the later judgement stand beside the earlier one, with what gave cause", async () => {
    const judged = disclosure();
    const again = (verdict: Verdict) =>
      inTransaction(server.database.api, async (tx) => {
        await judge.lock(tx, judged.id);
        await judge.judgeAgain(tx, [{ disclosure: judged, verdict, cause: FACT }]);
      });
    await again(blocked);
    expect(await standing(judged)).toEqual(["SUBJECT_BLOCKED"]);
    await again([]);
    expect(await standing(judged)).toEqual([]);
    const [later, earlier] = await judgements(judged);
    expect(later).toMatchObject({ cause: "FACT", causeId: FACT.id, supersededBy: null });
    expect(earlier!.supersededBy).toEqual({ cause: "REJUDGED", id: later!.id });
  });

  it("has one judgement that stands, whoever judges or amends it at the same moment", async () => {
    const judged = disclosure();
    const amendment = v7();
    let amending: Promise<void> | undefined;
    await inTransaction(server.database.api, async (tx) => {
      await judge.lock(tx, judged.id);
      await judge.judgeAgain(tx, [{ disclosure: judged, verdict: blocked, cause: FACT }]);
      amending = inTransaction(server.database.api, (other) => judge.amended(other, judged.id, amendment));
      await untilWaiting(server.database.api, 1);
    });
    await amending;
    expect(await standing(judged)).toEqual([]);
    expect((await judgements(judged)).map(({ supersededBy }) => supersededBy)).toEqual([
      { cause: "AMENDED", id: amendment },
    ]);
  });
});
