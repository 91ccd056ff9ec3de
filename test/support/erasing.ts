import { setTimeout as sleep } from "node:timers/promises";
import { v7 } from "uuid";
import {
  ErasedReturns,
  ForgetFacts,
  SubjectFactRecorder,
  SubjectFactsService,
} from "../../src/modules/consents/index.js";
import { CoverageService } from "../../src/modules/coverage/index.js";
import { ForgetDisclosures } from "../../src/modules/disclosures/index.js";
import { PendingJudgements } from "../../src/modules/policy/index.js";
import { ForgetDestructions } from "../../src/modules/retention/index.js";
import {
  ErasePerson,
  ErasuresUnderWay,
  RequestTermsService,
  type Forgetters,
} from "../../src/modules/rights/index.js";
import {
  ErasedSubjects,
  ForgetLookUps,
  SubjectsService,
  type SubjectNumber,
} from "../../src/modules/subjects/index.js";
import { makeOpening } from "../../src/resolvers/notification-resolvers.js";
import { systemClock, type Clock } from "../../src/platform/clock.js";
import { run, sql } from "../../src/platform/db/sql.js";
import { inTransaction } from "../../src/platform/db/transaction.js";
import { Keyring } from "../../src/platform/keyring.js";
import { TEST_SECRET, type LentServer } from "./test-server.js";

/** Erasures on a test's server without the requests that they follow from; nobody leads there, so the rest is seen through when said. */
export function erasingOn(server: LentServer, clock: Clock = systemClock) {
  const { api } = server.database;
  const { dataMap } = server.app;
  const keyring = new Keyring(TEST_SECRET);
  const erased = new ErasedSubjects(keyring, new ErasedReturns(clock, dataMap));
  const subjects = new SubjectsService(api, keyring, erased, { sealReferences: false });
  const coverage = new CoverageService(api, clock);
  const forgetters: Forgetters = {
    byNumber: [
      erased,
      new ForgetFacts(),
      new ForgetDisclosures(coverage),
      new ForgetDestructions(),
      new ForgetLookUps(),
    ],
    byPseudonym: [],
  };
  const recorder = new SubjectFactRecorder(clock, [new PendingJudgements(api)]);
  const erasing = new ErasePerson(clock, erased, new SubjectFactsService(), recorder, forgetters, keyring);
  const { keys } = server.app;
  const services = { dataSource: api, keyring, clock, keys, dataMap, subjects, coverage };
  const { missing } = makeOpening(services, new RequestTermsService(dataMap));
  const underWay = new ErasuresUnderWay(api, subjects, forgetters.byNumber, missing, keyring);
  return {
    subjects,
    underWay,
    /** Erases one user; answers the number that the user had. */
    erase: async (reference: string, requestId = v7()): Promise<SubjectNumber | null> => {
      const [pseudonym] = subjects.name([reference]).keys();
      const number = await subjects.find(reference);
      const person = { number, pseudonym: pseudonym!, reference };
      const order = { requestId, person, recordedBy: "test", map: dataMap.current() };
      await inTransaction(api, (tx) => erasing.erase(tx, { ...order, erasedAt: clock.now() }));
      return number;
    },
    /** Until nothing is left that may have been under way; others on the same PostgreSQL may keep it waiting. */
    async seeThrough(): Promise<void> {
      for (await underWay.run(); (await countPending()) > 0; await sleep(20)) await underWay.run();
    },
    countPending,
  };

  async function countPending(): Promise<number> {
    const [row] = await run<{ count: number }>(
      api.manager,
      sql`SELECT count(*)::int AS count FROM erasure_pending`,
    );
    return row!.count;
  }
}
