import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "../errors.js";
import type { LimitsSettings } from "../limits-settings.js";
import type { Logger } from "../observability/logger.js";
import { tooMuch } from "../graphql/limits/refusal-before.js";
import { AtOnce } from "./at-once.js";
import { CostBudget } from "./cost-budget.js";
import { networkOf } from "./network-of.js";
import { refuse } from "./refusal.js";
import { isGone, whenOver } from "./when-over.js";

declare module "fastify" {
  interface FastifyRequest {
    /**
     * Takes a cost from what the request's caller may spend: a good key's own, else the address's. Answers 0, or the whole seconds to
     * wait until it is there.
     */
    spend(cost: number): number;
    /** Whether the address's account has what a key that is not good would be charged. */
    mayTryKey(): boolean;
    /** Whose budget `spend` takes from; until that is known, the address's. */
    account: Account | undefined;
    /** Bytes that had come over the connection when a body of unknown length began. */
    bytesBefore: number | undefined;
  }
  interface FastifyContextConfig {
    /** The route sends or takes in as much as there is, so that only a few at once are let through for each caller. */
    isTransfer?: boolean;
  }
}

/** The configuration of a route that streams. */
export const TRANSFER = { isTransfer: true } as const;

/** What is taken from an account on top of what operations cost. Figures of docs/limits.md. */
export const CALLER_COST = {
  /** For being looked at. */
  request: 1,
  /** Bytes of a body that cost one more. */
  bytes: 1_000,
  /** For a list or an export: an export of any length is bounded by how many there may be at once. */
  transfer: 1_000,
  /** For each line of a list, whatever it was compressed to. */
  line: 1,
  /** To an address, for a key that is not good. */
  badKey: 1_000,
} as const;
/** Room for the longest document, for who has no good key: what is to be recorded comes with one. */
export const ANYBODY_BYTES_MAX = 256 * 1024;

interface Account {
  readonly name: string;
  readonly isKey: boolean;
}

/**
 * Bounds what one caller may take of the server: the cost in a minute, requests under way, transfers under way. Counted in each
 * process by itself. The caller is recognised and all of this decided by the request's head: what is refused is never read, and a
 * large body is read for a good key alone. Goes after `recogniseCallers`.
 */
export function limitCallers(
  server: FastifyInstance,
  { limits, logger }: { readonly limits: LimitsSettings; readonly logger: Logger },
): void {
  const keys = new CostBudget(limits.keyCostPerMinute);
  const addresses = new CostBudget(limits.addressCostPerMinute);
  const requests = new AtOnce(limits.keyRequestsAtOnce);
  const transfers = new AtOnce(limits.keyTransfersAtOnce);

  server.decorateRequest("work");
  server.decorateRequest("account");
  server.decorateRequest("bytesBefore");
  server.decorateRequest("spend", function (this: FastifyRequest, cost: number) {
    const account = this.account ?? accountOfAddress(this);
    return (account.isKey ? keys : addresses).take(account.name, cost);
  });

  server.decorateRequest("mayTryKey", function (this: FastifyRequest) {
    return addresses.has(accountOfAddress(this).name, costOfHead(this) + CALLER_COST.badKey);
  });

  /** Counts a request as under way; answers it where there is no room for it. */
  function admit(request: FastifyRequest, reply: FastifyReply, account: Account, cost: number) {
    request.account = account;
    const seconds = request.spend(cost);
    if (seconds > 0) return refuseFor(seconds, tooMuch(seconds), request, reply);
    // Nobody waits for an answer to one whose client went away while its caller was looked up.
    if (isGone(request)) return reply.hijack();
    const underWay = request.routeOptions.config.isTransfer ? transfers : requests;
    const end = underWay.begin(account.name);
    if (end === null) return refuseFor(1, tooMany(underWay.max), request, reply);
    whenOver(request, reply, end);
    return undefined;
  }

  function refuseFor(seconds: number, error: AppError, request: FastifyRequest, reply: FastifyReply) {
    return refuse(request, reply.header("retry-after", seconds), error, logger);
  }

  server.addHook("onRequest", async (request, reply) => {
    const tooLarge = () => refuse(request, reply, TOO_LARGE, logger, 413);
    if (request.routeOptions.config.isForAnybody) return mayBeLarge(request) ? tooLarge() : undefined;
    if (lengthOf(request) === null) request.bytesBefore = request.raw.socket.bytesRead;
    const cost = costOfHead(request);
    try {
      // Where there is nothing, nobody is looked up, and no large body read.
      const caller = request.is404 ? null : await request.caller();
      if (caller) return admit(request, reply, { name: caller.keyId, isKey: true }, cost);
      const refused = admit(request, reply, accountOfAddress(request), cost);
      return refused ?? (mayBeLarge(request) ? tooLarge() : undefined);
    } catch (error) {
      const refused = admit(request, reply, accountOfAddress(request), cost + CALLER_COST.badKey);
      return refused ?? (mayBeLarge(request) ? refuse(request, reply, error, logger) : undefined);
    }
  });

  // What was sent without its length could not be counted before it was read.
  server.addHook("preHandler", (request, reply, done) => {
    const { bytesBefore } = request;
    if (bytesBefore === undefined || request.routeOptions.config.isTransfer) return done();
    const seconds = request.spend((request.raw.socket.bytesRead - bytesBefore) / CALLER_COST.bytes);
    if (seconds > 0) void refuseFor(seconds, tooMuch(seconds), request, reply);
    else done();
  });
}

/** What a request costs by its head alone. No more of a body than the longest counts, whatever length is claimed: the rest is never read. */
function costOfHead(request: FastifyRequest): number {
  const { config, bodyLimit } = request.routeOptions;
  if (config.isTransfer) return CALLER_COST.transfer;
  return CALLER_COST.request + Math.min(lengthOf(request) ?? 0, bodyLimit) / CALLER_COST.bytes;
}

/** Bytes of a request's body; null where they are not known before they are read. */
function lengthOf({ headers }: FastifyRequest): number | null {
  return headers["transfer-encoding"] === undefined ? Number(headers["content-length"] ?? 0) : null;
}

/** Whether the body would be read whole, and may be larger than anybody's. */
function mayBeLarge(request: FastifyRequest): boolean {
  const { isTransfer } = request.routeOptions.config;
  return !isTransfer && (lengthOf(request) ?? Infinity) > ANYBODY_BYTES_MAX;
}

const TOO_LARGE = new AppError(
  "BAD_USER_INPUT",
  `Without a key, a request has at most ${ANYBODY_BYTES_MAX} bytes, and says with Content-Length how many: send your key, as Authorization: Bearer <your API key>.`,
);

function accountOfAddress(request: FastifyRequest): Account {
  return { name: networkOf(request.clientAddress), isKey: false };
}

function tooMany(max: number): AppError {
  return new AppError(
    "RATE_LIMITED",
    `As many as ${max} of your requests of this kind are under way: wait for one of them to end, then send the same call again.`,
  );
}
