import { afterAll, beforeAll, expect } from "@jest/globals";
import { GraphQLClient, ClientError } from "graphql-request";
import type { GraphQLSchema } from "graphql";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { DataSource } from "typeorm";
import { createApp, type App, type AppSettings } from "../../src/app.js";
import { FirstAdministrator, type Role } from "../../src/modules/access/index.js";
import { systemClock, type Clock } from "../../src/platform/clock.js";
import { Keyring } from "../../src/platform/keyring.js";
import { DEFAULT_LIMITS, type LimitsSettings } from "../../src/platform/limits-settings.js";
import { createLogger, type Logger } from "../../src/platform/observability/logger.js";
import { projectRoot } from "../../src/platform/project-root.js";
import type { SignInSettings } from "../../src/platform/sign-in-settings.js";
import { countStatements, type StatementCount } from "./count-statements.js";
import { openTestLedger, type TestLedger, type TestLedgerOptions } from "./test-ledger.js";
import { findKindsAmiss } from "./leaves-in-ledger.js";
import { withTestDatabase, type LentDatabase } from "./test-database.js";

/** What went wrong with a request, as its caller sees it. */
export interface RequestError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly fields?: readonly string[] };
}

/** One caller of the served schema, over HTTP. */
export interface Api {
  readonly key: string;
  /** Answers the data. Throws graphql-request's ClientError, which prints the query, the variables and the errors. */
  request<Data = Record<string, unknown>>(
    document: string,
    variables?: Record<string, unknown>,
  ): Promise<Data>;
  /** Answers the errors of a request that must fail. Throws where it succeeds. */
  errorsOf(document: string, variables?: Record<string, unknown>): Promise<RequestError[]>;
}

/** The registry on the example data map and a database of its own, listening for as long as the test file runs. */
export interface LentServer {
  /** `http://127.0.0.1:<port>/graphql` */
  readonly url: string;
  readonly app: App;
  readonly schema: GraphQLSchema;
  readonly database: LentDatabase;
  /** The administrator. */
  readonly admin: Api;
  /** A new key of a role. */
  as(role: Role): Promise<Api>;
  /** Ends the server and starts another on the same database, which knows only what was stored. Keys stay good. */
  restart(): Promise<void>;
  /** Gives all that waits for the ledger its place and publishes it. Answers the newest checkpoint. */
  publish(): Promise<string>;
  /** What writes the ledger: its key, its files, its role. */
  ledger(): Promise<TestLedger>;
  /** How many SQL statements the server sends while `work` runs; BEGIN and COMMIT apart. */
  statementsOf(work: () => Promise<unknown>): Promise<StatementCount>;
}

export interface TestServerOptions {
  readonly clock?: Clock;
  readonly sealReferences?: boolean;
  /** How people sign in; nobody does where left out. Asked once the test file's own hooks have run. */
  readonly signIn?: () => SignInSettings;
  /** From which count of users on reporters are shown it. */
  readonly smallCellsBelow?: number;
  readonly exampleDataMap?: string;
  /** The standard ones where left out. */
  readonly limits?: Partial<LimitsSettings>;
  /** Folder of a playground built for the test; the one `npm run build` made where left out. */
  readonly playground?: string;
  /** Of `TEST_SECRET` where left out. */
  readonly keyring?: Keyring;
  /** Silent where left out. */
  readonly logger?: Logger;
  /** Of what writes the ledger where a test asks it to; nothing does by itself. */
  readonly ledger?: TestLedgerOptions;
  /** Why rows of this test may have no leaf in the ledger; otherwise each must have exactly one in the end. */
  readonly rowsWithoutLeaves?: string;
}

export const TEST_SECRET = "a secret of the tests, long enough to be taken for one";

/** Lends the calling test file a running server. Readable from `beforeAll` on. */
export function withTestServer(options: TestServerOptions = {}): LentServer {
  let started: { app: App; url: string; admin: Api } | undefined;
  let ledger: Promise<TestLedger> | undefined;
  // Said first, because these hooks run in the order in which they are said: the server stops before its database is dropped.
  afterAll(async () => {
    // A test may have left an answer unread, which would hold its connection open.
    started?.app.http.server.closeAllConnections();
    await started?.app.http.close();
    await (await ledger)?.close();
    if (started && options.rowsWithoutLeaves === undefined) {
      expect(await findKindsAmiss(database.owner)).toEqual([]);
    }
  });
  const database = withTestDatabase();
  beforeAll(async () => {
    started = await startApp(database.api, options);
  });
  const server = () => {
    if (!started) throw new Error("The test server runs from beforeAll on: use it inside a test or a hook.");
    return started;
  };
  const openLedger = () => (ledger ??= openTestLedger(database.sequencerUrl, options.ledger));
  return {
    database,
    ledger: openLedger,
    publish: async () => (await openLedger()).publish(),
    get url() {
      return server().url;
    },
    get app() {
      return server().app;
    },
    get schema() {
      return server().app.schema;
    },
    get admin() {
      return server().admin;
    },
    async as(role) {
      const { token } = await server().app.keys.create({ name: `A test's ${role}`, role }, "test");
      return apiOf(server().url, token);
    },
    async restart() {
      const { app, admin } = server();
      await app.http.close();
      started = await startApp(database.api, options, admin.key);
    },
    statementsOf: (work) => countStatements(database.api, work),
  };
}

/** Starts the registry on a data source of the caller's: for a second process, or a pool of another size. The caller ends both. */
export async function startApp(
  dataSource: DataSource,
  options: TestServerOptions & { readonly writing?: Pick<AppSettings, "ledger"> },
  administratorKey: string | null = null,
): Promise<{ app: App; url: string; admin: Api }> {
  const keyring = options.keyring ?? new Keyring(TEST_SECRET);
  const clock = options.clock ?? systemClock;
  const app = await createApp({
    dataSource,
    keyring,
    clock,
    logger: options.logger ?? createLogger("silent"),
    sealReferences: options.sealReferences ?? false,
    ...(options.smallCellsBelow !== undefined && { smallCellsBelow: options.smallCellsBelow }),
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    ...(options.playground !== undefined && { playground: options.playground }),
    ...(options.signIn !== undefined && { signIn: options.signIn() }),
    ...options.writing,
  });
  const fileName = options.exampleDataMap ?? join(projectRoot, "examples", "edcrunch.datamap.yaml");
  await app.dataMap.loadExampleIfEmpty({
    sourceText: await readFile(fileName, "utf8"),
    fileName,
    appliedBy: "test",
  });
  const administrator = new FirstAdministrator(dataSource, keyring, clock);
  const key = (await administrator.ensure(administratorKey)) ?? administratorKey;
  const url = `${await app.http.listen({ port: 0, host: "127.0.0.1" })}/graphql`;
  return { app, url, admin: apiOf(url, key!) };
}

/** A caller with a key, which need not be good. */
export function apiOf(url: string, key: string): Api {
  const client = new GraphQLClient(url, { headers: key === "" ? {} : { authorization: `Bearer ${key}` } });
  return {
    key,
    request: (document, variables) => client.request(document, variables),
    async errorsOf(document, variables) {
      try {
        await client.request(document, variables);
      } catch (error) {
        if (error instanceof ClientError && error.response.errors) {
          return error.response.errors as unknown as RequestError[];
        }
        throw error;
      }
      throw new Error(`This request should have failed:\n${document}\n${JSON.stringify(variables)}`);
    },
  };
}
