import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { DataSource } from "typeorm";
import { grants } from "../../../migrations/grants.js";
import { migrations } from "../../../migrations/index.js";
import { systemClock, type Clock } from "../../platform/clock.js";
import type { Config } from "../../platform/config.js";
import { createDataSource } from "../../platform/db/data-source.js";
import {
  DataDirInUse,
  EmbeddedPostgresFailed,
  startEmbeddedPostgres,
} from "../../platform/db/embedded/index.js";
import { guardedFromApi } from "../../platform/db/grant-list.js";
import { findLogProblems, logRemedy } from "../../platform/db/log-check.js";
import { pendingMigrations } from "../../platform/db/migrate.js";
import { findRoleProblems } from "../../platform/db/role-check.js";
import { roleOfDataSource, roleOfUrl, scopedRoleOf } from "../../platform/db/role-names.js";
import { run, sql } from "../../platform/db/sql.js";
import { ok, problem, skipped, type Check } from "./check.js";
import { checkLedger } from "./ledger.js";
import { checkSecretChange } from "./secret.js";

const VERSION_MIN = 15;
/** The registry refuses disclosures five minutes ahead; a clock that is well kept stays far below. */
const CLOCK_MS_MAX = 5_000;

/** Looks into the database: the one of DATABASE_URL, or the embedded one, which is started for it. Makes none. */
export async function checkDatabase(config: Config, clock: Clock = systemClock): Promise<Check[]> {
  if (config.databaseUrl !== null) {
    return checkAt(config.databaseUrl, config, clock, "Check DATABASE_URL, and that PostgreSQL runs.");
  }
  if (!(await stat(join(config.dataDir, "secrets")).catch(() => null))) {
    return [skipped("Database", `none yet: the first start makes it in ${config.dataDir}`)];
  }
  try {
    const embedded = await startEmbeddedPostgres({ dataDir: config.dataDir });
    try {
      return await checkAt(embedded.apiUrl, config, clock, "Look for what its log in DATA_DIR says.");
    } finally {
      await embedded.stop();
    }
  } catch (error) {
    if (error instanceof DataDirInUse) {
      return [
        skipped(
          "Database",
          `in use by process ${error.pid}: a registry runs on ${error.dataDir}; stop it for a look inside`,
        ),
      ];
    }
    if (error instanceof EmbeddedPostgresFailed)
      return [problem("Database", "it did not start", error.message)];
    throw error;
  }
}

async function checkAt(url: string, config: Config, clock: Clock, remedy: string): Promise<Check[]> {
  const dataSource = createDataSource({
    url,
    entities: [],
    poolSize: 1,
    applicationName: "disclosure-registry-doctor",
  });
  try {
    await dataSource.initialize();
  } catch (error) {
    // The driver's text names no secret but may quote the address; its code says enough.
    return [problem("Database", `no connection (${(error as { code?: string }).code ?? "refused"})`, remedy)];
  }
  try {
    const schema = await checkSchema(dataSource);
    return [
      await checkVersion(dataSource),
      schema,
      await checkRole(dataSource, config),
      await checkScopedRole(dataSource),
      judgeLog(await findLogProblems(dataSource), roleOfUrl(url)),
      ...(schema.state === "ok"
        ? [await checkSecretChange(dataSource), await checkLedger(dataSource, config)]
        : []),
      await checkClock(dataSource, clock),
    ];
  } finally {
    await dataSource.destroy();
  }
}

async function checkVersion({ manager }: DataSource): Promise<Check> {
  const [row] = await run<ServerVersion>(
    manager,
    sql`SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number`,
  );
  return judgeVersion(row!);
}

/** What a server says of itself: `18.1`, and the same as 180001. */
interface ServerVersion {
  readonly version: string;
  readonly number: number;
}

export function judgeVersion({ version, number }: ServerVersion): Check {
  const found = `PostgreSQL ${version} answers`;
  if (number >= VERSION_MIN * 10_000) return ok("Database", found);
  return problem("Database", found, `Use PostgreSQL ${VERSION_MIN} or newer.`);
}

async function checkSchema(dataSource: DataSource): Promise<Check> {
  try {
    const pending = await pendingMigrations(dataSource, migrations);
    if (pending.length === 0) return ok("Schema", "it is this program's");
    const found = `${pending.length} migrations are missing`;
    return problem("Schema", found, "Run `registry migrate`, or start the registry with DATABASE_OWNER_URL.");
  } catch (error) {
    return problem("Schema", "it cannot be compared", (error as Error).message);
  }
}

async function checkRole(dataSource: DataSource, { allowOwner }: Config): Promise<Check> {
  const name = "Role grants";
  const problems = await findRoleProblems(dataSource, guardedFromApi(grants));
  if (problems.length === 0)
    return ok(name, "the API's role can add facts, and change none; persons are erased under another");
  if (allowOwner) return skipped(name, `${problems.join(" ")} Accepted, because ALLOW_OWNER is set`);
  return problem(
    name,
    problems.join(" "),
    "Make a role that owns nothing, name it in DATABASE_URL, and run `registry migrate` as the owner's (DATABASE_OWNER_URL).",
  );
}

/** Without it nobody is let in who should not be: keys that are bound to partners are refused. */
async function checkScopedRole(dataSource: DataSource): Promise<Check> {
  const name = "Bound keys";
  const role = scopedRoleOf(roleOfDataSource(dataSource));
  const isMember = await run(
    dataSource.manager,
    sql`SELECT FROM pg_roles WHERE rolname = ${role} AND pg_has_role(session_user, oid, 'MEMBER')`,
  );
  if (isMember.length > 0) return ok(name, `they work under the role "${role}"`);
  return skipped(
    name,
    `refused, because there is no role "${role}" to serve them under: docs/partners.md says how to make it`,
  );
}

export function judgeLog(problems: readonly string[], role: string): Check {
  const name = "Database log";
  if (problems.length === 0) return ok(name, "PostgreSQL's own log quotes no values");
  const remedy = `As a superuser: ${logRemedy(role, problems)} The same for the owner's role and the ledger's.`;
  return problem(name, "PostgreSQL's own log may quote what is sent to it", remedy);
}

async function checkClock({ manager }: DataSource, clock: Clock): Promise<Check> {
  const askedAt = clock.now().getTime();
  const [row] = await run<{ now: Date }>(manager, sql`SELECT clock_timestamp() AS now`);
  const between = (askedAt + clock.now().getTime()) / 2;
  const differenceMs = Math.round(Math.abs(row!.now.getTime() - between));
  const found = `${differenceMs} ms from the database's`;
  if (differenceMs <= CLOCK_MS_MAX) return ok("Clock", found);
  return problem("Clock", found, "Let both machines keep their time by NTP.");
}
