import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Logger } from "../observability/logger.js";
import { CostBudget } from "./cost-budget.js";

/** Lines a minute for each code, in each process: a flood of what is refused for nothing must not fill a disk. */
export const REFUSAL_LINES_PER_MINUTE = 300;
/** How long after the first line that was left out their number is told, where no further refusal tells it. */
const TELL_MS = 60_000;
/** Read by kinds of answers that no route gave. */
const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  401: "UNAUTHENTICATED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
};

/** What a line says of a refused request: names of the program's own, nothing of what was sent. */
interface RefusalLine {
  readonly requestId?: string;
  readonly key?: string | undefined;
  readonly route?: string | undefined;
  readonly status?: number | undefined;
}

declare module "fastify" {
  interface FastifyRequest {
    /** With which code the request was refused. */
    refusedAs: string | undefined;
    /** Whether the log has a line for it already. */
    hasLine: boolean;
  }
}

/** Says with which code a request is refused; its line is written when it has been answered. */
export function noteRefusal(request: FastifyRequest, code: string): void {
  request.refusedAs = code;
}

/** Says that the log has a line for a request already, so that none is added where it was refused. */
export function noteLine(request: FastifyRequest): void {
  request.hasLine = true;
}

/**
 * Lines about what was refused, so many a minute of each code. How many were left out the next one says, or a line of its own within a
 * minute.
 */
export class RefusalLog {
  readonly #budget: CostBudget;
  readonly #leftOut = new Map<string, number>();
  #telling: NodeJS.Timeout | undefined;

  constructor(
    private readonly logger: Logger,
    linesPerMinute = REFUSAL_LINES_PER_MINUTE,
    private readonly tellMs = TELL_MS,
  ) {
    this.#budget = new CostBudget(linesPerMinute);
  }

  write(code: string, line: RefusalLine, message = "refused"): void {
    const leftOut = this.#leftOut.get(code) ?? 0;
    if (this.#budget.take(code, 1) > 0) {
      this.#leftOut.set(code, leftOut + 1);
      this.#telling ??= setTimeout(() => this.tellLeftOut(), this.tellMs).unref();
      return;
    }
    this.#leftOut.delete(code);
    this.logger.info({ ...line, codes: [code], ...(leftOut > 0 && { leftOut }) }, message);
  }

  /** Says of each code how many lines were left out since the last that was written. */
  tellLeftOut(): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    for (const [code, leftOut] of this.#leftOut) this.logger.info({ codes: [code], leftOut }, "left out");
    this.#leftOut.clear();
  }
}

/** What the log says of a request, whatever was sent in it. */
export function lineOf(request: FastifyRequest): RefusalLine {
  const route = request.is404 ? undefined : request.routeOptions.url;
  return { requestId: request.id, key: request.keyId, route };
}

/** Gives each request that was refused, and has no line of GraphQL's, one of its own. */
export function logRefusals(server: FastifyInstance, log: RefusalLog): void {
  server.decorateRequest("refusedAs");
  server.decorateRequest("hasLine", false);
  server.addHook("onResponse", (request, reply, done) => {
    const { statusCode: status } = reply;
    const { refusedAs, hasLine } = request;
    const isRefused = refusedAs !== undefined || (status >= 400 && !request.routeOptions.config.isForAnybody);
    if (isRefused && !hasLine) {
      const code = refusedAs ?? (status < 500 ? (CODE_OF_STATUS[status] ?? "BAD_USER_INPUT") : "INTERNAL");
      log.write(code, { ...lineOf(request), status });
    }
    done();
  });
  server.addHook("onClose", (_server, done) => {
    log.tellLeftOut();
    done();
  });
}
