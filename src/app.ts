import type { FastifyInstance } from "fastify";
import type { GraphQLSchema } from "graphql";
import { join } from "node:path";
import type { DataSource } from "typeorm";
import { AccessResolver } from "./modules/access/access.resolver.js";
import { ApiKeysService, authenticate } from "./modules/access/index.js";
import { makeConsentsResolvers } from "./modules/consents/consents.resolver.js";
import { SubjectFactsService } from "./modules/consents/index.js";
import { CoverageService } from "./modules/coverage/index.js";
import { ApplyDataMapResolver } from "./modules/datamap/graphql/apply-data-map.resolver.js";
import { CatalogueResolver } from "./modules/datamap/graphql/catalogue.resolver.js";
import { changeEntryResolvers } from "./modules/datamap/graphql/change-entry.resolver.js";
import { DataMapDocumentResolver } from "./modules/datamap/graphql/data-map-document.resolver.js";
import {
  DataMapHistoryResolver,
  EntryHistoryResolver,
  JurisdictionHistoryResolver,
} from "./modules/datamap/graphql/data-map-history.resolver.js";
import {
  ApplyDataMapService,
  ChangeEntryService,
  DataMapHistoryService,
  DataMapService,
  describeDocument,
  REVISION_CHANNEL,
} from "./modules/datamap/index.js";
import { AccountingResolver } from "./modules/disclosures/accounting.resolver.js";
import { DataSubjectDisclosuresResolver } from "./modules/disclosures/data-subject-disclosures.resolver.js";
import { AmendmentResolver, DisclosureResolver } from "./modules/disclosures/disclosure.resolver.js";
import { DisclosuresResolver } from "./modules/disclosures/disclosures.resolver.js";
import {
  AmendDisclosureService,
  DeclaredVersusObservedService,
  DisclosureLists,
  DisclosureLoaders,
  DisclosureRollup,
  DisclosureStatisticsService,
  DisclosureWriter,
  DisclosuresService,
  DisclosuresUsage,
  RecordDisclosuresService,
} from "./modules/disclosures/index.js";
import { RecordDisclosuresResolver } from "./modules/disclosures/record-disclosures.resolver.js";
import { SharingRuleChangeResolver } from "./modules/disclosures/sharing-rule-change.resolver.js";
import { DeclaredVersusObservedResolver } from "./modules/disclosures/statistics/declared-versus-observed.resolver.js";
import { DisclosureStatisticsResolver } from "./modules/disclosures/statistics/disclosure-statistics.resolver.js";
import {
  BulkNumbers,
  serveSubjectLists,
  SubjectHandles,
  SubjectListsService,
  SubjectsLoaders,
  SubjectsService,
} from "./modules/subjects/index.js";
import { DataSubjectResolver, SubjectHandleResolver } from "./modules/subjects/subjects.resolver.js";
import { NodeResolver } from "./node.resolver.js";
import { runTasks, type BackgroundTask } from "./platform/background-tasks.js";
import type { Clock } from "./platform/clock.js";
import { Leader } from "./platform/db/leader.js";
import { NotificationListener } from "./platform/db/notifications.js";
import { run, sql } from "./platform/db/sql.js";
import { createHttpServer } from "./platform/http/server.js";
import type { Keyring } from "./platform/keyring.js";
import type { Logger } from "./platform/observability/logger.js";
import { projectRoot } from "./platform/project-root.js";
import { createSchema, type Instances } from "./schema.js";

/** What the program needs of its surroundings. */
export interface AppSettings {
  /** Open, as the API's role, its schema current. */
  readonly dataSource: DataSource;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly sealReferences: boolean;
  /** The folder of the built playground; where the build puts it, unless said. */
  readonly playground?: string;
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
}

/** The composition root: every object of the program is made here, once. */
export async function createApp(settings: AppSettings): Promise<App> {
  const { dataSource, keyring, clock, logger } = settings;
  const keys = new ApiKeysService(dataSource, keyring, clock);
  const dataMap = new DataMapService(dataSource, clock);
  const subjects = new SubjectsService(dataSource, keyring, { sealReferences: settings.sealReferences });
  const lists = new SubjectListsService(dataSource, clock, subjects, new BulkNumbers(dataSource));
  const coverage = new CoverageService(dataSource, clock);
  const reading = new DisclosuresService(dataSource, dataMap, subjects, coverage);
  const callerOf = (authorization: string | undefined) => authenticate(keys, authorization);
  const schema = await createSchema(
    resolversOf({ ...settings, keys, dataMap, subjects, lists, coverage, reading }),
  );
  const http = await createHttpServer({
    schema,
    logger,
    authenticate: callerOf,
    isReady: () => answers(dataSource),
    playground: settings.playground ?? join(projectRoot, "dist", "web", "playground"),
  });
  const documentSchema = describeDocument();
  http.get("/schemas/data-map.json", (_request, reply) =>
    reply.type("application/schema+json").send(documentSchema),
  );
  serveSubjectLists(http, {
    lists,
    authenticate: callerOf,
    logger,
    readOtherSet: (id) => reading.usersOf(id),
  });
  const listener = new NotificationListener(dataSource, REVISION_CHANNEL, () => dataMap.refresh(), logger);
  http.addHook("onReady", () => listener.start());
  http.addHook("onClose", () => listener.stop());
  const tasks = backgroundTasks(lists, new DisclosureRollup(dataSource, dataMap), coverage);
  const leader = new Leader(dataSource, (until) => runTasks(tasks, logger, until), logger);
  return { http, schema, keys, dataMap, lists, leader };
}

const COUNTS_EVERY_MS = 1_000;
const EXPIRED_LISTS_EVERY_MS = 10 * 60_000;

/** What one of all processes does periodically, whichever leads. */
function backgroundTasks(
  lists: SubjectListsService,
  rollup: DisclosureRollup,
  { partitions }: CoverageService,
): BackgroundTask[] {
  return [
    { name: "disclosure counts", everyMs: COUNTS_EVERY_MS, run: (until) => rollup.count(until) },
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

interface Services extends AppSettings {
  readonly keys: ApiKeysService;
  readonly dataMap: DataMapService;
  readonly subjects: SubjectsService;
  readonly lists: SubjectListsService;
  readonly coverage: CoverageService;
  readonly reading: DisclosuresService;
}

function resolversOf(services: Services): Instances {
  const { dataSource, keyring, clock, keys, dataMap, subjects, lists, coverage, reading } = services;
  const loaders = new DisclosureLoaders(dataSource, coverage);
  const counting = new DisclosureStatisticsService(dataSource, dataMap, subjects, coverage);
  const comparing = new DeclaredVersusObservedService(dataSource, clock, dataMap);
  const named = new DisclosureLists(dataSource, lists);
  const writer = new DisclosureWriter(subjects, lists, coverage, keyring);
  const recording = new RecordDisclosuresService(dataSource, clock, dataMap, subjects, named, writer);
  const amending = new AmendDisclosureService(dataSource, clock, subjects, named, recording, writer);
  const applying = new ApplyDataMapService(dataSource, clock, dataMap, new DisclosuresUsage());
  const changing = new ChangeEntryService(dataSource, clock, dataMap, applying);
  const history = new DataMapHistoryService(dataSource, dataMap);
  const handles = new SubjectHandles(subjects);
  const facts = new SubjectFactsService();
  return new Map<new (...args: never[]) => object, object>([
    [AccessResolver, new AccessResolver(keys)],
    [CatalogueResolver, new CatalogueResolver(dataMap)],
    [ApplyDataMapResolver, new ApplyDataMapResolver(applying)],
    ...changeEntryResolvers.map((resolver) => [resolver, new resolver(changing)] as const),
    [DataMapDocumentResolver, new DataMapDocumentResolver(dataMap)],
    [DataMapHistoryResolver, new DataMapHistoryResolver(history)],
    [EntryHistoryResolver, new EntryHistoryResolver(history)],
    [JurisdictionHistoryResolver, new JurisdictionHistoryResolver(history)],
    [DataSubjectResolver, new DataSubjectResolver(subjects)],
    [SubjectHandleResolver, new SubjectHandleResolver(new SubjectsLoaders(dataSource, subjects))],
    ...makeConsentsResolvers({ ...services, facts, factListeners: [] }),
    [DisclosuresResolver, new DisclosuresResolver(reading, loaders)],
    [DisclosureResolver, new DisclosureResolver(dataMap, keys, loaders, handles)],
    [AmendmentResolver, new AmendmentResolver(keys, loaders)],
    [RecordDisclosuresResolver, new RecordDisclosuresResolver(recording, amending)],
    [AccountingResolver, new AccountingResolver(reading)],
    [DataSubjectDisclosuresResolver, new DataSubjectDisclosuresResolver(reading, dataMap)],
    [SharingRuleChangeResolver, new SharingRuleChangeResolver(loaders)],
    [DisclosureStatisticsResolver, new DisclosureStatisticsResolver(counting)],
    [DeclaredVersusObservedResolver, new DeclaredVersusObservedResolver(comparing)],
    [NodeResolver, new NodeResolver(dataMap, loaders)],
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
