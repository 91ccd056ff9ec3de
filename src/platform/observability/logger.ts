import { pino, type Logger } from "pino";

export type { Logger };

/**
 * Structured logs, one JSON object a line, to standard error so that standard output stays readable for people.
 *
 * Callers log named fields only, never a request's variables, a user's reference, a key, or a database error's text.
 *
 * @param fields stand in every line
 */
export function createLogger(level: string, fields: Readonly<Record<string, unknown>> | null = null): Logger {
  return pino({ level, base: fields, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
}
