import { pino, type DestinationStream } from "pino";

/** What a field of a line may hold: what is counted, named by the registry, or made by it; several of them in a list. */
type Scalar = string | number | boolean | null | undefined;
type LogValue = Scalar | readonly unknown[];

/**
 * Every field a line of the log may have. None holds what a caller wrote, what a person is known by, a secret, SQL, or a database
 * error's text; a field that is not here is no field of the log.
 */
export const LOG_FIELDS = {
  worker: "the number of the worker process",
  pid: "the process",
  requestId: "the request, as its answer's x-request-id names it",
  key: "the id of the caller's key",
  route: "the route of what is no GraphQL, as the program names it",
  status: "the HTTP status of a refusal",
  operation: "query or mutation",
  fields: "the fields of the schema that an operation asks for",
  codes: "the codes of an answer's errors, or of why there is none",
  leftOut: "how many lines of the same code were left out before this one",
  kind: "what kind of error a fault is",
  at: "where in the program a fault happened",
  task: "the background task",
  reason: "why the registry could not go on, in its own words",
  ms: "how long something took, in milliseconds",
  waitMs: "milliseconds until the next attempt",
  retryMs: "milliseconds until the next attempt",
  channel: "the channel on which the database tells of changes",
  code: "the code a process ended with",
  signal: "the signal a process ended by",
  list: "the id of a subject list",
  set: "the id of a set of users",
  count: "how many users",
  reveals: "whether references are revealed",
  size: "how many leaves the ledger has",
  generation: "which of the secrets that were configured one after the other",
  connections: "how many connections other processes hold",
} as const;

type LogFields = Readonly<Partial<Record<keyof typeof LOG_FIELDS, LogValue>>>;

/** The same fields, none of them unknown, so that another one does not compile. */
type OnlyLogFields<Fields> = Fields & Readonly<Record<Exclude<keyof Fields, keyof LogFields>, never>>;

interface Write {
  (message: string): void;
  <Fields extends LogFields>(fields: OnlyLogFields<Fields>, message: string): void;
}

/** What the program may write to its log. A message is a sentence of the program's own. */
export interface Logger {
  readonly error: Write;
  readonly warn: Write;
  readonly info: Write;
  readonly debug: Write;
}

/**
 * Structured logs, one JSON object a line, to standard error so that standard output stays readable for people.
 *
 * What the compiler let pass and is not in `LOG_FIELDS`, or holds an object, is left out of the line.
 *
 * @param fields stand in every line
 */
export function createLogger(
  level: string,
  fields: LogFields = {},
  destination: DestinationStream = pino.destination(2),
): Logger {
  return pino(
    { level, base: fields, timestamp: pino.stdTimeFunctions.isoTime, formatters: { log: onlyAllowed } },
    destination,
  );
}

function onlyAllowed(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => Object.hasOwn(LOG_FIELDS, name) && isPlain(value)),
  );
}

function isPlain(value: unknown): boolean {
  return Array.isArray(value) ? value.every(isScalar) : isScalar(value);
}

function isScalar(value: unknown): boolean {
  return value === null || typeof value !== "object";
}
