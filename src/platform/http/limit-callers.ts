import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "../errors.js";
import type { LimitsSettings } from "../limits-settings.js";
import type { Logger } from "../observability/logger.js";
import { tooMuch } from "../graphql/limits/refusal-before.js";
import { AtOnce } from "./at-once.js";
import { CostBudget } from "./cost-budget.js";
import { networkOf } from "./network-of.js";
import { refuse } from "./refusal.js";

declare module "fastify" {
  interface FastifyRequest {
    /**
     * Takes a cost from what the request's caller may spend: a good key's own, else the address's. Answers 0, or the whole seconds to
     * wait until it is there.
     */
    spend(cost: number): number;
  }
  interface FastifyContextConfig {
    /** The route sends or takes in as much as there is, so that only a few at once are let through for each caller. */
    isTransfer?: boolean;
  }
}

/** The configuration of a route that streams. */
export const TRANSFER = { isTransfer: true } as const;

/** What a request costs for being looked at: a bit, and its body's reading. */
const LOOK_COST = 1;
const BYTES_PER_COST = 1_000;
/** What a list or an export costs, whatever its length: how many there may be at once is what bounds these. */
const TRANSFER_COST = 1_000;
/** What it costs an address to send a key that is not good. */
const BAD_KEY_COST = 1_000;

interface Account {
  readonly name: string;
  readonly isKey: boolean;
}

/**
 * Bounds what one caller may take of the server: the cost in a minute, requests under way, transfers under way. Counted in each
 * process by itself. Goes after `recogniseCallers`.
 */
export function limitCallers(
  server: FastifyInstance,
  { limits, logger }: { readonly limits: LimitsSettings; readonly logger: Logger },
): void {
  const keys = new CostBudget(limits.keyCostPerMinute);
  const addresses = new CostBudget(limits.addressCostPerMinute);
  const requests = new AtOnce(limits.keyRequestsAtOnce);
  const transfers = new AtOnce(limits.keyTransfersAtOnce);
  const accounts = new WeakMap<FastifyRequest, Account>();

  server.decorateRequest("spend", function (this: FastifyRequest, cost: number) {
    const account = accounts.get(this) ?? accountOfAddress(this);
    return (account.isKey ? keys : addresses).take(account.name, cost);
  });

  function admit(request: FastifyRequest, reply: FastifyReply, account: Account, cost: number): void {
    accounts.set(request, account);
    const seconds = request.spend(cost);
    if (seconds > 0) return refuseFor(seconds, tooMuch(seconds), request, reply);
    const underWay = request.routeOptions.config.isTransfer ? transfers : requests;
    const end = underWay.begin(account.name);
    if (end === null) return refuseFor(1, tooMany(underWay.max), request, reply);
    reply.raw.once("close", end);
  }

  function refuseFor(seconds: number, error: AppError, request: FastifyRequest, reply: FastifyReply): void {
    void refuse(request, reply.header("retry-after", seconds), error, logger);
  }

  server.addHook("preHandler", async (request, reply) => {
    if (request.is404 || request.routeOptions.config.isForAnybody) return;
    const { isTransfer } = request.routeOptions.config;
    const bytes = isTransfer ? 0 : Number(request.headers["content-length"] ?? 0);
    const cost = (isTransfer ? TRANSFER_COST : LOOK_COST) + bytes / BYTES_PER_COST;
    try {
      const caller = await request.caller();
      admit(request, reply, caller ? { name: caller.keyId, isKey: true } : accountOfAddress(request), cost);
    } catch {
      admit(request, reply, accountOfAddress(request), cost + BAD_KEY_COST);
    }
    if (reply.sent) return reply;
  });
}

function accountOfAddress(request: FastifyRequest): Account {
  return { name: networkOf(request.ip), isKey: false };
}

function tooMany(max: number): AppError {
  return new AppError(
    "RATE_LIMITED",
    `As many as ${max} of your requests of this kind are under way: wait for one of them to end, then send the same call again.`,
  );
}
