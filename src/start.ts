import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { createApp, type App } from "./app.js";
import { secretMatchesDatabase, type ApiKeysService } from "./modules/access/index.js";
import { openDatabase, type OpenedDatabase } from "./open-database.js";
import { systemClock } from "./platform/clock.js";
import type { Config } from "./platform/config.js";
import { listen } from "./platform/http/listener.js";
import { Keyring } from "./platform/keyring.js";
import { createLogger } from "./platform/observability/logger.js";
import { projectRoot } from "./platform/project-root.js";
import { ReleaseStack } from "./platform/release-stack.js";
import { StartRefused } from "./platform/start-refused.js";

export interface Registry {
  /** Where the server answers: `http://127.0.0.1:4000`. */
  readonly address: string;
  /** The administrator's key, where this start made one: to be shown once. */
  readonly administratorKey: string | null;
  /** The API keys, for a program that starts the registry and then calls it, as the demo does. */
  readonly keys: ApiKeysService;
  /** Answers the requests under way, then lets go of everything, the database last. Calling it again waits for the same end. */
  stop(): Promise<void>;
}

/** How a start and a stop are told what the operator wants, and tell what they do. */
export interface Wishes {
  /** Says what is being done, for starts that take a moment. */
  readonly onProgress: (message: string) => void;
  /** Aborted when the registry is to stop. A start looks at it between its steps. */
  readonly asked: AbortSignal;
  /** Aborted when the stop is no longer to wait for the requests under way. */
  readonly hurried: AbortSignal;
}

/**
 * Starts the registry: database, schema, data map, secrets, the port, and last of all the administrator. Answers null where it was
 * asked to stop meanwhile.
 *
 * Throws StartRefused, EmbeddedPostgresFailed or AppError with a message for the operator; nothing is left running then.
 */
export async function startRegistry(config: Config, wishes: Wishes): Promise<Registry | null> {
  const opened = new ReleaseStack();
  const stop = () => opened.releaseAll();
  try {
    const app = await createRegistry(config, await openDatabase(config, wishes, opened));
    wishes.asked.throwIfAborted();
    const started = await open(app, config, wishes.hurried, opened);
    wishes.asked.throwIfAborted();
    return { ...started, keys: app.keys, stop };
  } catch (error) {
    if (wishes.asked.aborted) {
      await stop();
      return null;
    }
    // What went wrong first is what the operator has to know.
    await stop().catch(() => {});
    throw error;
  }
}

async function createRegistry(config: Config, { dataSource, secret }: OpenedDatabase): Promise<App> {
  const keyring = new Keyring(secret);
  const app = await createApp({
    dataSource,
    keyring,
    clock: systemClock,
    logger: createLogger(config.logLevel),
    sealReferences: config.sealReferences,
  });
  // Before the secret leaves its fingerprint, so that a document that is refused has left nothing at all.
  await loadDataMap(app, config.exampleDataMap ?? join(projectRoot, "examples", "edcrunch.datamap.yaml"));
  if (await secretMatchesDatabase(dataSource, keyring)) return app;
  throw new StartRefused([
    "REGISTRY_SECRET is not the one this database was made with: with another one no recorded user could be found again. " +
      "Set the original secret; for the embedded database, put DATA_DIR/secrets back from a backup of the same folder.",
  ]);
}

/** A registry that has its data map needs no example any more, so the file may be gone by then. */
async function loadDataMap({ dataMap }: App, example: string): Promise<void> {
  if (!(await dataMap.isEmpty())) {
    await dataMap.refresh();
    return;
  }
  const sourceText = await readFile(example, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new StartRefused([
      `The example data map ${example} cannot be read (${error.code}): set EXAMPLE_DATA_MAP to the path of a document, or leave it out for the one that comes with the registry.`,
    ]);
  });
  await dataMap.loadExampleIfEmpty({ sourceText, fileName: basename(example), appliedBy: "first start" });
}

/**
 * Opens the port and sees to the administrator. A key from the settings works from the first request on; one that has to be made
 * is made last, because a start that fails afterwards would never show it.
 */
async function open(
  { http, keys, leader }: App,
  { host, port, adminApiKey }: Config,
  hurried: AbortSignal,
  opened: ReleaseStack,
): Promise<Pick<Registry, "address" | "administratorKey">> {
  if (adminApiKey !== null) await keys.ensureAdministrator(adminApiKey);
  const listener = await listen(http, { host, port });
  opened.push(() => listener.close(hurried));
  leader.start();
  opened.push(() => leader.stop());
  const administratorKey = adminApiKey === null ? await keys.ensureAdministrator(null) : null;
  return { address: listener.address, administratorKey };
}
