import type { FastifyInstance } from "fastify";
import type { GraphQLSchema } from "graphql";
import { join } from "node:path";
import type { DataSource } from "typeorm";
import { leaves } from "./leaves.js";
import { AccessResolver } from "./modules/access/access.resolver.js";
import { ApiKeysService, People, authenticate, writeKeyUses } from "./modules/access/index.js";
import { AuthoritiesLoaders, AuthoritiesService } from "./modules/authorities/index.js";
import { serveBreachExports } from "./modules/breach/index.js";
import { makeConsentsResolvers } from "./modules/consents/consents.resolver.js";
import { ErasedReturns, SubjectFactRecorder, SubjectFactsService } from "./modules/consents/index.js";
import { CoverageService } from "./modules/coverage/index.js";
import {
  DataMapService,
  describeDocument,
  problemOfPurpose,
  problemOfRecipient,
  REVISION_CHANNEL,
} from "./modules/datamap/index.js";
import {
  AccountingService,
  DisclosureLoaders,
  DisclosureRollup,
  DisclosuresService,
  RejudgeDisclosures,
} from "./modules/disclosures/index.js";
import { LeafBackfill, PublishedLog, type LedgerWriter } from "./modules/ledger/index.js";
import { JudgeService, PendingJudgements, PolicyLoaders } from "./modules/policy/index.js";
import { serveLedgerFiles } from "./modules/proofs/index.js";
import { RightsRequestLoaders } from "./modules/rights/index.js";
import {
  BulkNumbers,
  ErasedSubjects,
  LookUps,
  serveSubjectLists,
  SetRoots,
  SubjectListsService,
  SubjectsService,
} from "./modules/subjects/index.js";
import { NodeResolver } from "./node.resolver.js";
import { runTasks, type BackgroundTask } from "./platform/background-tasks.js";
import type { Clock } from "./platform/clock.js";
import { Leader } from "./platform/db/leader.js";
import { NotificationListener } from "./platform/db/notifications.js";
import { run, sql } from "./platform/db/sql.js";
import type { HttpSettings } from "./platform/http/http-settings.js";
import { FOR_ANYBODY } from "./platform/http/recognise-caller.js";
import { createHttpServer } from "./platform/http/server.js";
import type { Keyring } from "./platform/keyring.js";
import { DEFAULT_LIMITS, type LimitsSettings } from "./platform/limits-settings.js";
import type { Logger } from "./platform/observability/logger.js";
import { projectRoot } from "./platform/project-root.js";
import type { SignInSettings } from "./platform/sign-in-settings.js";
import { accountingResolvers } from "./resolvers/accounting-resolvers.js";
import { authorityResolvers } from "./resolvers/authority-resolvers.js";
import { breachResolvers } from "./resolvers/breach-resolvers.js";
import { dataMapResolvers } from "./resolvers/data-map-resolvers.js";
import { disclosureResolvers } from "./resolvers/disclosure-resolvers.js";
import { makeErasuresUnderWay } from "./resolvers/erasing.js";
import { policyResolvers } from "./resolvers/policy-resolvers.js";
import { proofResolvers } from "./resolvers/proof-resolvers.js";
import { publishedPolicyResolvers } from "./resolvers/published-policy-resolvers.js";
import { rightsResolvers } from "./resolvers/rights-resolvers.js";
import { retentionResolvers } from "./resolvers/retention-resolvers.js";
import type { Services } from "./resolvers/services.js";
import { subjectResolvers } from "./resolvers/subject-resolvers.js";
import { secretRotation } from "./rows-under-secret.js";
import { createSchema, type Instances } from "./schema.js";

/** What the program needs of its surroundings. */
export interface AppSettings {
  /** Open, as the API's role, its schema current. */
  readonly dataSource: DataSource;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly sealReferences: boolean;
  /** How much callers may ask for; as `docs/limits.md` says, unless set. */
  readonly limits?: LimitsSettings;
  /** How people sign in; left out or null where only keys are good. */
  readonly signIn?: SignInSettings | null;
  /** The folder of the built playground; where the build puts it, unless said. */
  readonly playground?: string;
  /** Who talks to the registry through whom; closed where left out. */
  readonly httpSettings?: HttpSettings;
  /** What the ledger is written with; left out or null where this process cannot. */
  readonly ledger?: LedgerWriter | null;
}

/** The program put together. Whoever made it starts it: load the data map, see to an administrator, listen, stand for leader. */
export interface App {
  readonly http: FastifyInstance;
  readonly schema: GraphQLSchema;
  readonly keys: ApiKeysService;
  readonly dataMap: DataMapService;
  readonly lists: SubjectListsService;
  /** Does the background work while this process leads; stops before the database is closed. */
  readonly leader: Leader;
  /** Of who writes the ledger; null where this process cannot. */
  readonly ledgerLeader: Leader | null;
}

/** The composition root: every object of the program is made here, once. */
export async function createApp(settings: AppSettings): Promise<App> {
  const { dataSource, keyring, clock, logger } = settings;
  const dataMap = new DataMapService(dataSource, clock);
  const keys = new ApiKeysService(dataSource, keyring, clock, {
    recipient: (key) => problemOfRecipient(dataMap.current(), key),
    purpose: (key) => problemOfPurpose(dataMap.current(), key),
  });
  const people = settings.signIn ? new People(settings.signIn, settings) : null;
  const erased = new ErasedSubjects(keyring, new ErasedReturns(clock, dataMap));
  const subjects = new SubjectsService(dataSource, keyring, erased, settings);
  const lists = new SubjectListsService(dataSource, clock, subjects, new BulkNumbers(dataSource, erased));
  const coverage = new CoverageService(dataSource, clock);
  const reading = new DisclosuresService(dataSource, dataMap, subjects, coverage);
  const authorities = new AuthoritiesService(dataSource, dataMap);
  const facts = new SubjectFactsService();
  const judging = new JudgeService(clock, facts, authorities, await SetRoots.of(dataSource));
  const pending = new PendingJudgements(dataSource);
  const services = {
    ...settings,
    keys,
    dataMap,
    subjects,
    lookUps: new LookUps(dataSource, clock),
    erased,
    lists,
    coverage,
    facts,
    recorder: new SubjectFactRecorder(clock, [pending]),
    authorities,
    judging,
    pending,
    reading,
    accounting: new AccountingService(dataSource, clock, dataMap, coverage, subjects, facts),
    publishedLog: new PublishedLog(dataSource),
  };
  const schema = await createSchema(resolversOf(services));
  const http = await createHttpServer({
    schema,
    logger,
    authenticate: (credentials) => authenticate(keys, people, credentials),
    isReady: () => answers(dataSource),
    limits: settings.limits ?? DEFAULT_LIMITS,
    ...(settings.httpSettings && { settings: settings.httpSettings }),
    playground: settings.playground ?? join(projectRoot, "dist", "web", "playground"),
  });
  serveDocumentSchema(http);
  serveSubjectLists(http, {
    lists,
    logger,
    lookUps: services.lookUps,
    readOtherSet: (id) => reading.usersOf(id),
  });
  serveBreachExports(http, services);
  serveLedgerFiles(http, { log: services.publishedLog, logger });
  listenToRevisions(http, settings, dataMap);
  writeKeyUses(http, keys.uses, logger);
  const tasks = backgroundTasks(services, logger);
  const leader = new Leader(dataSource, (until) => runTasks(tasks, logger, until), logger);
  return { http, schema, keys, dataMap, lists, leader, ledgerLeader: leaderOfLedger(settings) };
}

const LEDGER_PLACE = { lock: "7163452086634195", work: "the ledger is written" };

/** A place of its own, for which only stands who can write the ledger: else nobody would where another one leads. */
function leaderOfLedger({ dataSource, logger, ledger }: AppSettings): Leader | null {
  if (!ledger) return null;
  const writing = {
    name: "ledger",
    everyMs: LEDGER_EVERY_MS,
    run: (until: AbortSignal) => ledger.write(until),
  };
  return new Leader(
    dataSource,
    (until) => runTasks([writing], logger, until),
    logger,
    undefined,
    LEDGER_PLACE,
  );
}

function serveDocumentSchema(http: FastifyInstance): void {
  const schema = describeDocument();
  http.get("/schemas/data-map.json", { config: FOR_ANYBODY }, (_request, reply) =>
    reply.type("application/schema+json").send(schema),
  );
}

/** Each process hears of new revisions of the data map by itself. */
function listenToRevisions(
  http: FastifyInstance,
  { dataSource, logger }: AppSettings,
  dataMap: DataMapService,
): void {
  const listener = new NotificationListener(dataSource, REVISION_CHANNEL, () => dataMap.refresh(), logger);
  http.addHook("onReady", () => listener.start());
  http.addHook("onClose", () => listener.stop());
}

const LEDGER_EVERY_MS = 500;
const COUNTS_EVERY_MS = 1_000;
const LATE_FACTS_EVERY_MS = 1_000;
const ERASURES_EVERY_MS = 1_000;
const OLDER_LEAVES_EVERY_MS = 1_000;
const EXPIRED_LISTS_EVERY_MS = 10 * 60_000;

/** What one of all processes does periodically, whichever leads. */
function backgroundTasks(services: Services, logger: Logger): BackgroundTask[] {
  const { dataSource, dataMap, lists, coverage } = services;
  const { partitions } = coverage;
  const rollup = new DisclosureRollup(dataSource, dataMap);
  const rejudging = new RejudgeDisclosures(services);
  const underWay = makeErasuresUnderWay(services);
  const backfill = new LeafBackfill(dataSource, leaves);
  return [
    { name: "disclosure counts", everyMs: COUNTS_EVERY_MS, run: (until) => rollup.count(until) },
    { name: "late facts", everyMs: LATE_FACTS_EVERY_MS, run: (until) => rejudging.run(until) },
    { name: "erasures under way", everyMs: ERASURES_EVERY_MS, run: (until) => underWay.run(until) },
    { name: "leaves of older events", everyMs: OLDER_LEAVES_EVERY_MS, run: (until) => backfill.run(until) },
    secretRotation(services, logger),
    {
      name: "expired subject lists",
      everyMs: EXPIRED_LISTS_EVERY_MS,
      run: () => lists.deleteExpired(),
    },
    { name: "partitions ahead", everyMs: HOUR_MS, run: () => partitions.makeAhead() },
    { name: "closed months", everyMs: HOUR_MS, run: (until) => partitions.compactClosed(until) },
  ];
}

const HOUR_MS = 3_600_000;

function resolversOf(services: Services): Instances {
  const { dataSource, keys, dataMap, subjects, coverage } = services;
  const loaders = new DisclosureLoaders(dataSource, coverage);
  const authorities = new AuthoritiesLoaders(dataSource);
  const policy = new PolicyLoaders(dataSource, coverage);
  const rights = new RightsRequestLoaders(dataSource, subjects);
  return new Map<new (...args: never[]) => object, object>([
    [AccessResolver, new AccessResolver(keys)],
    [NodeResolver, new NodeResolver(dataMap, loaders, authorities, rights)],
    ...dataMapResolvers(services),
    ...subjectResolvers(services),
    ...makeConsentsResolvers({ ...services, factListeners: [services.pending] }),
    ...authorityResolvers(services, authorities),
    ...policyResolvers(services, policy),
    ...publishedPolicyResolvers(services),
    ...breachResolvers(services),
    ...disclosureResolvers(services, { disclosures: loaders, authorities, policy }),
    ...rightsResolvers(services, rights),
    ...retentionResolvers(services),
    ...accountingResolvers(services, rights),
    ...proofResolvers(services),
  ]);
}

async function answers(dataSource: DataSource): Promise<boolean> {
  try {
    await run(dataSource.manager, sql`SELECT 1`);
    return true;
  } catch {
    return false;
  }
}
