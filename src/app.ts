import type { FastifyInstance } from "fastify";
import type { GraphQLSchema } from "graphql";
import { join } from "node:path";
import type { DataSource } from "typeorm";
import { backgroundTasks } from "./background-work.js";
import { leaderOfLedger } from "./leader-of-ledger.js";
import { AccessResolver } from "./modules/access/access.resolver.js";
import { ApiKeysService, People, SignIns, authenticate, writeKeyUses } from "./modules/access/index.js";
import { PeopleResolver } from "./modules/access/people/people.resolver.js";
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
import { AccountingService, DisclosureLoaders, DisclosuresService } from "./modules/disclosures/index.js";
import { PublishedLog, type LedgerWriter } from "./modules/ledger/index.js";
import { JudgeService, PendingJudgements, PolicyLoaders } from "./modules/policy/index.js";
import { serveLedgerFiles } from "./modules/proofs/index.js";
import { RightsRequestLoaders } from "./modules/rights/index.js";
import {
  BulkNumbers,
  ErasedSubjects,
  LookUps,
  SentLists,
  serveSubjectLists,
  SetRoots,
  SmallCells,
  SubjectListsService,
  SubjectsService,
} from "./modules/subjects/index.js";
import { NodeResolver } from "./node.resolver.js";
import { runTasks } from "./platform/background-tasks.js";
import type { Clock } from "./platform/clock.js";
import { Leader } from "./platform/db/leader.js";
import { NotificationListener } from "./platform/db/notifications.js";
import { run, sql } from "./platform/db/sql.js";
import type { HttpSettings } from "./platform/http/http-settings.js";
import { FOR_ANYBODY } from "./platform/http/recognise-caller.js";
import { createHttpServer } from "./platform/http/server.js";
import { SMALL_CELLS_BELOW } from "./platform/config.js";
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
import { policyResolvers } from "./resolvers/policy-resolvers.js";
import { proofResolvers } from "./resolvers/proof-resolvers.js";
import { publishedPolicyResolvers } from "./resolvers/published-policy-resolvers.js";
import { rightsResolvers } from "./resolvers/rights-resolvers.js";
import { retentionResolvers } from "./resolvers/retention-resolvers.js";
import type { Services } from "./resolvers/services.js";
import { subjectResolvers } from "./resolvers/subject-resolvers.js";
import { createSchema, type Instances } from "./schema.js";

/** What the program needs of its surroundings. */
export interface AppSettings {
  /** Open, as the API's role, its schema current. */
  readonly dataSource: DataSource;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly sealReferences: boolean;
  /** From which count of users on it is shown to who may not see users; the configuration's default, unless said. */
  readonly smallCellsBelow?: number;
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

/** The composition root: every object of the program is made here and below, once. */
export async function createApp(settings: AppSettings): Promise<App> {
  const { dataSource, logger } = settings;
  const services = await makeServices(settings);
  const { keys, signIns, dataMap, lists, reading, subjects, erased } = services;
  const people = settings.signIn ? new People(settings.signIn, { ...settings, signIns }) : null;
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
    sent: new SentLists(dataSource, settings.clock, subjects, new BulkNumbers(dataSource, erased)),
    logger,
    lookUps: services.lookUps,
    readOtherSet: (id) => reading.usersOf(id),
  });
  serveBreachExports(http, { ...services, logger });
  serveLedgerFiles(http, { log: services.publishedLog, logger });
  listenToRevisions(http, settings, dataMap);
  writeKeyUses(http, keys.uses, logger);
  const leader = new Leader(
    dataSource,
    (until) => runTasks(backgroundTasks(services, logger), logger, until),
    logger,
  );
  return { http, schema, keys, dataMap, lists, leader, ledgerLeader: leaderOfLedger(settings) };
}

/** What the resolvers and routes are made of. */
async function makeServices(settings: AppSettings): Promise<Services> {
  const { dataSource, keyring, clock } = settings;
  const dataMap = new DataMapService(dataSource, clock);
  const keys = new ApiKeysService(dataSource, keyring, clock, {
    recipient: (key) => problemOfRecipient(dataMap.current(), key),
    purpose: (key) => problemOfPurpose(dataMap.current(), key),
  });
  const erased = new ErasedSubjects(keyring, new ErasedReturns(clock, dataMap));
  const subjects = new SubjectsService(dataSource, keyring, erased, settings);
  const lists = new SubjectListsService(dataSource, clock);
  const coverage = new CoverageService(dataSource, clock);
  const reading = new DisclosuresService(dataSource, dataMap, subjects, coverage);
  const authorities = new AuthoritiesService(dataSource, dataMap);
  const facts = new SubjectFactsService();
  const judging = new JudgeService(clock, facts, authorities, await SetRoots.of(dataSource));
  const pending = new PendingJudgements(dataSource);
  return {
    ...settings,
    keys,
    signIns: new SignIns(dataSource, clock),
    dataMap,
    subjects,
    lookUps: new LookUps(dataSource, clock),
    smallCells: new SmallCells(settings.smallCellsBelow ?? SMALL_CELLS_BELOW),
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

function resolversOf(services: Services): Instances {
  const { dataSource, keys, signIns, dataMap, subjects, coverage } = services;
  const loaders = new DisclosureLoaders(dataSource, coverage);
  const authorities = new AuthoritiesLoaders(dataSource);
  const policy = new PolicyLoaders(dataSource, coverage);
  const rights = new RightsRequestLoaders(dataSource, subjects);
  return new Map<new (...args: never[]) => object, object>([
    [AccessResolver, new AccessResolver(keys)],
    [PeopleResolver, new PeopleResolver(signIns)],
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
