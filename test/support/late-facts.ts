import { setTimeout as sleep } from "node:timers/promises";
import type { DataSource } from "typeorm";
import { v7 } from "uuid";
import { AuthoritiesService } from "../../src/modules/authorities/index.js";
import { SubjectFactsService, type FactContent } from "../../src/modules/consents/index.js";
import { columnsOf } from "../../src/modules/consents/subject-fact-row.js";
import { insertFacts, insertMembers } from "../../src/modules/consents/subject-facts.repository.js";
import { CoverageService } from "../../src/modules/coverage/index.js";
import { RejudgeDisclosures, type SearchSteps } from "../../src/modules/disclosures/index.js";
import { JudgeService, PendingJudgements } from "../../src/modules/policy/index.js";
import { SetRoots, type SubjectNumber } from "../../src/modules/subjects/index.js";
import { systemClock } from "../../src/platform/clock.js";
import { inTransaction, type Tx } from "../../src/platform/db/transaction.js";
import type { LentServer } from "./test-server.js";

/** Nothing may be done with the data of a user from then on. */
export function blockFrom(moment: string): FactContent {
  return { kind: "RESTRICTION", restriction: "BLOCK", categories: [], purposes: [], from: new Date(moment) };
}

/** Records a fact about users and leaves word of it, in the caller's transaction. Answers the fact's id. */
export async function recordFactIn(
  tx: Tx,
  content: FactContent,
  subjects: readonly SubjectNumber[],
): Promise<string> {
  const id = v7();
  const row = {
    id,
    ...columnsOf(content),
    recordedBy: "a test",
    subjectCount: subjects.length,
    subjectList: null,
    freeTextCommitments: null,
  };
  const { ledgerSalt } = await insertFacts(tx, [row]);
  await insertMembers(tx, [{ id, subjects }], ledgerSalt);
  await new PendingJudgements(tx.dataSource).factsRecorded(tx, [id]);
  return id;
}

/** The same in a transaction of its own. */
export function recordFact(
  api: DataSource,
  content: FactContent,
  subjects: readonly SubjectNumber[],
): Promise<string> {
  return inTransaction(api, (tx) => recordFactIn(tx, content, subjects));
}

/** What judges again in the server's database; a step finds as many disclosures as the steps say. */
export async function rejudgingOf(
  { database: { api }, app: { dataMap } }: LentServer,
  steps?: SearchSteps,
): Promise<RejudgeDisclosures> {
  const facts = new SubjectFactsService();
  return new RejudgeDisclosures(
    {
      dataSource: api,
      dataMap,
      facts,
      coverage: new CoverageService(api, systemClock),
      pending: new PendingJudgements(api),
      judging: new JudgeService(
        systemClock,
        facts,
        new AuthoritiesService(api, dataMap),
        await SetRoots.of(api),
      ),
    },
    steps,
  );
}

/**
 * Judges again until nothing is pending: what others do meanwhile on the same PostgreSQL, in whatever database, may keep a fact
 * waiting.
 */
export async function judgeToTheEnd(server: LentServer, steps?: SearchSteps): Promise<void> {
  const pending = new PendingJudgements(server.database.api);
  const rejudging = await rejudgingOf(server, steps);
  for (await rejudging.run(); (await pending.count()) > 0; await sleep(20)) await rejudging.run();
}

/** The numbers of the users of some disclosures, ascending. */
export async function numbersOf(api: DataSource, disclosureIds: readonly string[]): Promise<SubjectNumber[]> {
  const sets = await new CoverageService(api, systemClock).setsOf(api.manager, disclosureIds);
  const numbers = [...sets.values()].flatMap((set) => [...set.numbers()]);
  return [...new Set(numbers)].sort((one, other) => one - other);
}
