import { EmbeddedPostgresFailed } from "./platform/db/embedded/index.js";
import { AppError } from "./platform/errors.js";
import { StartRefused } from "./platform/start-refused.js";

/** What a process that serves says of itself, in the order of its life. With `registry serve --json` each is a line. */
export type ServeReport =
  | { readonly event: "progress"; readonly message: string }
  /** Said once, by the start that made the first administrator's key. */
  | { readonly event: "administrator"; readonly apiKey: string; readonly playground: string }
  | { readonly event: "ready"; readonly address: string }
  /** `started` is false where the stop was asked for during the start. */
  | { readonly event: "stopped"; readonly started: boolean }
  | { readonly event: "error"; readonly error: ServeError };

/** As `registry` tells errors with `--json`; see docs/cli.md. */
export interface ServeError {
  readonly code: string;
  readonly message: string;
  readonly fields: readonly string[];
  readonly exitCode: 1;
}

export type Tell = (report: ServeReport) => void;

/** For people: lines on standard output, what went wrong on standard error. */
export const tellAsText: Tell = (report) => {
  const stream = report.event === "error" ? process.stderr : process.stdout;
  stream.write(`${textOf(report)}\n`);
};

/** For programs: every report on standard output; what went wrong also as text, for whoever looks on. */
export const tellAsJson: Tell = (report) => {
  process.stdout.write(`${JSON.stringify(report)}\n`);
  if (report.event === "error") tellAsText(report);
};

/** @param cause what gives the error its code and fields, where it is the registry's own */
export function errorReport(message: string, cause?: unknown): ServeReport {
  const { code, fields } = cause instanceof AppError ? cause : { code: "FAILED", fields: [] };
  return { event: "error", error: { code, message, fields, exitCode: 1 } };
}

/** What an operator is told when a start cannot go on. Everything else is a fault of ours and shown whole. */
export function reasonOf(error: unknown): string {
  if (error instanceof StartRefused || error instanceof EmbeddedPostgresFailed || error instanceof AppError) {
    return error.message;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function textOf(report: ServeReport): string {
  switch (report.event) {
    case "progress":
      return report.message;
    case "administrator":
      return [
        `The administrator's API key, shown this once (keep it): ${report.apiKey}`,
        `The playground, with that key: ${report.playground}`,
      ].join("\n");
    case "ready":
      return `The Disclosure Registry answers at ${report.address}`;
    case "stopped":
      return report.started ? "Stopped." : "Stopped before it had started.";
    case "error":
      return report.error.message;
  }
}
