import pg from "pg";
import type { DataSource } from "typeorm";
import { run, sql } from "./sql.js";

/** What a server's settings are for this connection, as it writes them; null for an extension's that is not loaded. */
export interface LogSettings {
  readonly log_min_messages: string;
  readonly log_error_verbosity: string;
  readonly log_statement: string;
  readonly log_min_duration_statement: string;
  readonly log_min_duration_sample: string;
  readonly log_transaction_sample_rate: string;
  readonly log_parameter_max_length: string;
  readonly log_parameter_max_length_on_error: string;
  readonly "auto_explain.log_min_duration": string | null;
  readonly "pgaudit.log_parameter": string | null;
}

/** Whose lines a server without errors of statements still writes: `log_min_messages` is at least `log`. */
const WITHOUT_ERRORS = ["log", "fatal", "panic"];

/**
 * By which settings PostgreSQL's own log could quote what the registry sends, as the settings that end it: `log_min_messages = log`.
 *
 * The registry's statements name no values, they are sent apart; so a statement may be logged, and its parameters must not be. The text
 * of a failed statement's error may quote a value whatever its details, so such errors are left out: the registry reports its own.
 */
export function settingsToChange(found: LogSettings): string[] {
  const remedies: string[] = [];
  if (!WITHOUT_ERRORS.includes(found.log_min_messages)) remedies.push("log_min_messages = log");
  if (found.log_error_verbosity !== "terse") remedies.push("log_error_verbosity = terse");
  if (found.log_parameter_max_length_on_error !== "0") remedies.push("log_parameter_max_length_on_error = 0");
  if (logsStatements(found) && found.log_parameter_max_length !== "0") {
    remedies.push("log_parameter_max_length = 0");
  }
  if ((found["auto_explain.log_min_duration"] ?? "-1") !== "-1") {
    remedies.push("auto_explain.log_min_duration = -1");
  }
  if (found["pgaudit.log_parameter"] === "on") remedies.push("pgaudit.log_parameter = off");
  return remedies;
}

function logsStatements(found: LogSettings): boolean {
  return (
    !["none", "ddl"].includes(found.log_statement) ||
    found.log_min_duration_statement !== "-1" ||
    found.log_min_duration_sample !== "-1" ||
    Number(found.log_transaction_sample_rate) > 0
  );
}

/** The same for the server and the role of a connection. */
export async function findLogProblems({ manager }: DataSource): Promise<string[]> {
  const [found] = await run<LogSettings>(
    manager,
    sql`SELECT current_setting('log_min_messages') AS log_min_messages,
               current_setting('log_error_verbosity') AS log_error_verbosity,
               current_setting('log_statement') AS log_statement,
               current_setting('log_min_duration_statement') AS log_min_duration_statement,
               current_setting('log_min_duration_sample') AS log_min_duration_sample,
               current_setting('log_transaction_sample_rate') AS log_transaction_sample_rate,
               current_setting('log_parameter_max_length') AS log_parameter_max_length,
               current_setting('log_parameter_max_length_on_error') AS log_parameter_max_length_on_error,
               current_setting('auto_explain.log_min_duration', true) AS "auto_explain.log_min_duration",
               current_setting('pgaudit.log_parameter', true) AS "pgaudit.log_parameter"`,
  );
  return settingsToChange(found!);
}

/** What a superuser runs so that the log quotes none of a role's values. */
export function logRemedy(role: string, problems: readonly string[]): string {
  return problems.map((setting) => `ALTER ROLE ${pg.escapeIdentifier(role)} SET ${setting};`).join(" ");
}
