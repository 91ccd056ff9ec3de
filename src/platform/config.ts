import { resolve } from "node:path";
import { readHttpSettings, type HttpSettings } from "./http/http-settings.js";
import { readLedgerSettings, type LedgerSettings } from "./ledger-settings.js";
import { readClientSecretFiles, readSecretFiles, type Environment } from "./secret-files.js";
import { readLimitsSettings, type LimitsSettings } from "./limits-settings.js";
import { readSignInSettings, type SignInSettings } from "./sign-in-settings.js";
import { StartRefused } from "./start-refused.js";

/** What the operator sets, read once at start. `docs/configuration.md` explains every variable. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** Processes that serve the port; 1 = this one alone. */
  readonly workers: number;
  /** PostgreSQL as the API's role; null = the embedded server under `dataDir`. */
  readonly databaseUrl: string | null;
  /** PostgreSQL as the owner's role, for migrations only. */
  readonly databaseOwnerUrl: string | null;
  readonly dataDir: string;
  /** Root of the pseudonymisation keys; null = generated into `dataDir` (embedded only). */
  readonly registrySecret: string | null;
  /** The secret that `registrySecret` is to take the place of; null where it stays. */
  readonly previousSecret: string | null;
  readonly adminApiKey: string | null;
  /** For trials: accept a database role that could change facts. */
  readonly allowOwner: boolean;
  /** Whether users' references are also kept, encrypted, so that a role that may can read them back. */
  readonly sealReferences: boolean;
  /** Counts of users below it are hidden from who may not see users; 1 hides none. */
  readonly smallCellsBelow: number;
  /** The data map document loaded on the first start. */
  readonly exampleDataMap: string | null;
  readonly http: HttpSettings;
  readonly ledger: LedgerSettings;
  readonly limits: LimitsSettings;
  /** Null where only API keys are good. */
  readonly signIn: SignInSettings | null;
  readonly logLevel: string;
}

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"];
const REGISTRY_SECRET_CHARS_MIN = 32;
const ADMIN_KEY_CHARS_MIN = 16;
const WORKERS_MAX = 64;

/** Reads the environment, and the files it names for secrets. Throws `StartRefused` with every problem at once. */
export function readConfig(env: Environment = process.env): Config {
  const problems: string[] = [];
  const files = readSecretFiles(env, problems);
  const text = (name: string) => files.get(name) ?? (env[name]?.trim() || null);
  const url = (name: string) => postgresUrl(name, text(name), problems);
  const databaseUrl = url("DATABASE_URL");
  const databaseOwnerUrl = url("DATABASE_OWNER_URL");
  const dataDir = resolve(text("DATA_DIR") ?? "data");
  const registrySecret = secret(
    "REGISTRY_SECRET",
    text("REGISTRY_SECRET"),
    REGISTRY_SECRET_CHARS_MIN,
    problems,
  );
  const previousSecret = previous(text, problems);
  if (text("DATABASE_OWNER_URL") !== null && text("DATABASE_URL") === null) {
    problems.push(
      "DATABASE_OWNER_URL is set without DATABASE_URL: set both, or neither for the embedded database.",
    );
  }
  if (text("DATABASE_URL") !== null && text("REGISTRY_SECRET") === null) {
    problems.push(
      "REGISTRY_SECRET is required with DATABASE_URL: set at least 32 random characters, for example from `openssl rand -base64 48`, and keep them safe: without them no user can be found again.",
    );
  }
  const config: Config = {
    port: port("PORT", text("PORT") ?? "4000", problems),
    host: text("HOST") ?? "127.0.0.1",
    workers: workers("WORKERS", text("WORKERS") ?? "1", problems),
    databaseUrl,
    databaseOwnerUrl,
    dataDir,
    registrySecret,
    previousSecret,
    adminApiKey: adminKey("ADMIN_API_KEY", text("ADMIN_API_KEY"), problems),
    allowOwner: flag("ALLOW_OWNER", text("ALLOW_OWNER"), problems),
    sealReferences: flag("SEAL_REFERENCES", text("SEAL_REFERENCES"), problems),
    smallCellsBelow: smallCells("SMALL_CELLS_BELOW", text("SMALL_CELLS_BELOW"), problems),
    exampleDataMap: text("EXAMPLE_DATA_MAP"),
    http: readHttpSettings(text, problems),
    ledger: readLedgerSettings(text, url, { dataDir, env }, problems),
    limits: readLimitsSettings(text, problems),
    signIn: readSignInSettings(text, problems),
    logLevel: logLevel("LOG_LEVEL", text("LOG_LEVEL") ?? "info", problems),
  };
  if (problems.length > 0) throw new StartRefused(problems);
  return config;
}

/** What the command line takes from its surroundings; its flags say the same and come first. */
export interface ClientConfig {
  /** Where a running registry answers; null = start the one of `Config` for the command. */
  readonly registryUrl: string | null;
  readonly registryApiKey: string | null;
  /** No colours, whatever the terminal can do (no-color.org). */
  readonly noColor: boolean;
  /** The width to write for where the output is no terminal. */
  readonly columns: number | null;
}

/** Throws `StartRefused` where a file that is named for a secret cannot be used. */
export function readClientConfig(env: Environment = process.env): ClientConfig {
  const problems: string[] = [];
  const files = readClientSecretFiles(env, problems);
  if (problems.length > 0) throw new StartRefused(problems);
  const columns = Number(env.COLUMNS);
  return {
    registryUrl: env.REGISTRY_URL?.trim() || null,
    registryApiKey: files.get("REGISTRY_API_KEY") ?? (env.REGISTRY_API_KEY?.trim() || null),
    noColor: Boolean(env.NO_COLOR) || env.TERM === "dumb",
    columns: Number.isInteger(columns) && columns > 0 ? columns : null,
  };
}

function port(name: string, value: string, problems: string[]): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > 65_535) {
    problems.push(`${name} must be a number from 0 to 65535.`);
  }
  return number;
}

function workers(name: string, value: string, problems: string[]): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > WORKERS_MAX) {
    problems.push(`${name} must be a number from 1 to ${WORKERS_MAX}: how many processes serve.`);
  }
  return number;
}

/** How few users are too few to be counted for who may not see users. */
export const SMALL_CELLS_BELOW = 10;
const SMALL_CELLS_BELOW_MAX = 1_000;

function smallCells(name: string, value: string | null, problems: string[]): number {
  const number = value === null ? SMALL_CELLS_BELOW : Number(value);
  if (!Number.isInteger(number) || number < 1 || number > SMALL_CELLS_BELOW_MAX) {
    problems.push(`${name} must be a whole number from 1, which hides nothing, to ${SMALL_CELLS_BELOW_MAX}.`);
  }
  return number;
}

function flag(name: string, value: string | null, problems: string[]): boolean {
  if (value === null || value === "0" || value === "false") return false;
  if (value !== "1" && value !== "true") problems.push(`${name} is a switch: set it to 1 or leave it out.`);
  return true;
}

function secret(name: string, value: string | null, charsMin: number, problems: string[]): string | null {
  if (value !== null && value.length < charsMin) {
    problems.push(`${name} is too short: use at least ${charsMin} random characters.`);
  }
  return value;
}

function previous(text: (name: string) => string | null, problems: string[]): string | null {
  const name = "REGISTRY_SECRET_PREVIOUS";
  const value = text(name);
  if (value === null) return null;
  if (text("REGISTRY_SECRET") === null) {
    problems.push(`${name} is set without REGISTRY_SECRET: set the new secret there, or leave ${name} out.`);
  } else if (text("REGISTRY_SECRET") === value) {
    problems.push(`${name} is the same as REGISTRY_SECRET: set the new secret there, or leave ${name} out.`);
  }
  return value;
}

/** It travels in an HTTP header, as one word (RFC 6750, section 2.1). */
function adminKey(name: string, value: string | null, problems: string[]): string | null {
  if (value !== null && !/^[\x21-\x7e]*$/.test(value)) {
    problems.push(`${name} may hold letters, digits and signs of ASCII, without blanks.`);
  }
  return secret(name, value, ADMIN_KEY_CHARS_MIN, problems);
}

function logLevel(name: string, value: string, problems: string[]): string {
  if (!LOG_LEVELS.includes(value)) problems.push(`${name} must be one of ${LOG_LEVELS.join(", ")}.`);
  return value;
}

function postgresUrl(name: string, value: string | null, problems: string[]): string | null {
  if (value === null) return null;
  if (!isPostgresUrl(value)) {
    problems.push(
      `${name} must look like postgres://user:password@host:5432/database, with %-codes for other characters than letters and digits.`,
    );
    return null;
  }
  return value;
}

function isPostgresUrl(value: string): boolean {
  try {
    const { protocol, username, password, pathname } = new URL(value);
    [username, password, pathname].forEach(decodeURIComponent);
    return /^postgres(ql)?:$/.test(protocol) && username !== "";
  } catch {
    return false;
  }
}
