/** Reads what PostgreSQL and its driver say. SQLSTATE decides, never a constraint's name (Citus leaves that empty). */

/** Rerunning the whole transaction can succeed (PostgreSQL, appendix A). */
const RETRYABLE = new Set(["40001" /* serialization_failure */, "40P01" /* deadlock_detected */]);

/** The server is gone, going, coming, or full. */
const UNREACHABLE_STATES = new Set([
  "57P01" /* admin_shutdown */,
  "57P02" /* crash_shutdown */,
  "57P03" /* cannot_connect_now */,
  "53300" /* too_many_connections */,
  "55000" /* object_not_in_prerequisite_state: an administrator lets nobody connect for a while (ALLOW_CONNECTIONS) */,
  "25P03" /* idle_in_transaction_session_timeout: the session was ended as the next statement arrived */,
  "57P05" /* idle_session_timeout: likewise */,
  "25006" /* read_only_sql_transaction: a replica took over */,
]);
const UNREACHABLE_SYSTEM = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);
/**
 * What has no code. pg reports a broken socket by message alone; TypeORM, told of it between two statements of a transaction,
 * lets the connection go and says only that it is no longer there.
 */
const UNREACHABLE_MESSAGES = new RegExp(
  [
    "Connection terminated",
    "Client has encountered a connection error",
    "timeout exceeded when trying to connect",
    "not queryable",
    "Driver not Connected",
    "Cannot use a pool after calling end",
    "Query runner already released",
    "provided by a query runner was already released",
  ].join("|"),
);

function* causes(error: unknown): Generator<Record<string, unknown>> {
  let current = error;
  for (let depth = 0; depth < 6 && typeof current === "object" && current !== null; depth += 1) {
    const record = current as Record<string, unknown>;
    yield record;
    current = record.driverError ?? record.originalError ?? record.cause;
  }
}

function someCode(error: unknown, matches: (code: string) => boolean): boolean {
  for (const cause of causes(error)) {
    if (typeof cause.code === "string" && matches(cause.code)) return true;
  }
  return false;
}

/** A lock was not to be had within `lock_timeout`. */
export function isLockNotAvailable(error: unknown): boolean {
  return someCode(error, (code) => code === "55P03");
}

export function isRetryable(error: unknown): boolean {
  return someCode(error, (code) => RETRYABLE.has(code));
}

/** A row with the same key is there already (23505, unique_violation). */
export function isDuplicate(error: unknown): boolean {
  return someCode(error, (code) => code === "23505");
}

/** The role that was to be taken is not there (22023, invalid_parameter_value), or not this one's to take (42501). */
export function isRoleRefused(error: unknown): boolean {
  return someCode(error, (code) => code === "22023" || code === "42501");
}

/** Nothing can be written until the operator makes room (53100, disk_full). */
export function isDatabaseFull(error: unknown): boolean {
  return someCode(error, (code) => code === "53100");
}

/** The statement ran longer than `statement_timeout` allows (57014, query_canceled). */
export function isStatementTimeout(error: unknown): boolean {
  return someCode(error, (code) => code === "57014");
}

export function isDatabaseUnreachable(error: unknown): boolean {
  if (
    someCode(
      error,
      (code) => UNREACHABLE_STATES.has(code) || UNREACHABLE_SYSTEM.has(code) || code.startsWith("08"),
    )
  ) {
    return true;
  }
  for (const cause of causes(error)) {
    if (typeof cause.message === "string" && UNREACHABLE_MESSAGES.test(cause.message)) return true;
  }
  return false;
}
