import {
  FirstAdministrator,
  openKeyring,
  type ApiKeysService,
  type GivenSecrets,
} from "./modules/access/index.js";
import { openDatabase, type OpenedDatabase } from "./open-database.js";
import { openLedger } from "./open-ledger.js";
import { systemClock } from "./platform/clock.js";
import type { Config } from "./platform/config.js";
import { createLogger } from "./platform/observability/logger.js";
import { ReleaseStack } from "./platform/release-stack.js";
import { prepareRegistry } from "./prepare-registry.js";
import { createConfiguredApp, openApp } from "./run-app.js";

/** A registry that answers, in one process or several. */
export interface Serving {
  /** Where the server answers: `http://127.0.0.1:4000`. */
  readonly address: string;
  /** The administrator's key, where this start made one: to be shown once. */
  readonly administratorKey: string | null;
}

/** What has been started, and how it ends. */
export interface Stoppable {
  /** Answers the requests under way, then lets go of everything, the database last. Calling it again waits for the same end. */
  stop(): Promise<void>;
}

/** A registry that answers in this process. */
export interface Registry extends Serving, Stoppable {
  /** The API keys, for a program that starts the registry and then calls it, as the demo does. */
  readonly keys: ApiKeysService;
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
 * Starts the registry in this process: database, schema, data map, secrets, the port, and last of all the administrator. Answers
 * null where it was asked to stop meanwhile.
 *
 * Throws StartRefused, EmbeddedPostgresFailed or AppError with a message for the operator; nothing is left running then.
 */
export function startRegistry(config: Config, wishes: Wishes): Promise<Registry | null> {
  return startInOrder(wishes, async (opened) => {
    const logger = createLogger(config.logLevel);
    const database = await openDatabase(config, { ...wishes, logger }, opened);
    const ledger = await openLedger(config, database, { ...wishes, logger }, opened);
    const keyring = await openKeyring(database.dataSource, secretsOf(config, database));
    const app = await createConfiguredApp(config, { ...database, keyring, ledger }, logger);
    const { keys, dataMap } = app;
    await prepareRegistry(config, { ...database, keyring, dataMap });
    wishes.asked.throwIfAborted();
    const administrator = new FirstAdministrator(database.dataSource, keyring, systemClock);
    const open = () => openApp(app, config, wishes.hurried, opened);
    return { keys, ...(await withAdministrator(administrator, config, open)) };
  });
}

/** The secret in use, which is the settings' or the data folder's, and the one that it is to replace. */
export function secretsOf(
  { previousSecret }: Config,
  { secret }: Pick<OpenedDatabase, "secret">,
): GivenSecrets {
  return { secret, previous: previousSecret };
}

/** Starts something of several steps. Where a step fails, or the operator asks for the stop meanwhile, what was opened is let go of. */
export async function startInOrder<Started extends object>(
  { asked }: Wishes,
  start: (opened: ReleaseStack) => Promise<Started>,
): Promise<(Started & Stoppable) | null> {
  const opened = new ReleaseStack();
  const stop = () => opened.releaseAll();
  try {
    const started = await start(opened);
    asked.throwIfAborted();
    return { ...started, stop };
  } catch (error) {
    if (asked.aborted) {
      await stop();
      return null;
    }
    // What went wrong first is what the operator has to know.
    await stop().catch(() => {});
    throw error;
  }
}

/**
 * Opens the port by `open` and sees to the administrator. A key from the settings works from the first request on; one that has to
 * be made is made last, because a start that fails afterwards would never show it.
 */
export async function withAdministrator(
  administrator: FirstAdministrator,
  { adminApiKey }: Config,
  open: () => Promise<string>,
): Promise<Serving> {
  if (adminApiKey !== null) await administrator.ensure(adminApiKey);
  const address = await open();
  const administratorKey = adminApiKey === null ? await administrator.ensure(null) : null;
  return { address, administratorKey };
}
