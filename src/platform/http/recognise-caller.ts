import type { FastifyInstance, FastifyRequest } from "fastify";
import { inRowScope } from "../db/row-scope.js";
import type { Caller } from "../graphql/context.js";

/** By what a request says whose it is. */
export interface Credentials {
  /** The header Authorization, as it was sent. */
  readonly authorization: string | undefined;
  /** See `FastifyRequest.clientAddress`. */
  readonly address: string;
  /** Whether the address may try out a key that is perhaps not good. Otherwise to find one costs the database nothing. */
  readonly mayTry: () => boolean;
}

/** Who asks; null where the request carries no key. Throws AppError UNAUTHENTICATED for a key that is not good. */
export type Authenticate = (credentials: Credentials) => Promise<Caller | null>;

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks: looked up once a request, however often it is called. See `Authenticate`. */
    caller(): Promise<Caller | null>;
    /** The id of the caller's key, once it was recognised. */
    keyId: string | undefined;
    /** Of `caller`: its answer, as soon as it was asked for. */
    callerFound: Promise<Caller | null> | undefined;
  }
  interface FastifyContextConfig {
    /** The route answers anybody the same, so that nobody is looked up for it. */
    isForAnybody?: boolean;
  }
}

/** The configuration of a route that answers anybody the same. */
export const FOR_ANYBODY = { isForAnybody: true } as const;

/**
 * The one place where the caller of a request is recognised, before its handler runs. A key that is not good is refused by the handler,
 * in the shape of its own answers, as soon as it asks for the caller. What follows runs within the caller's row scope. Goes after
 * `findClientAddresses`.
 */
export function recogniseCallers(server: FastifyInstance, authenticate: Authenticate): void {
  server.decorateRequest("keyId");
  server.decorateRequest("callerFound");
  server.decorateRequest("caller", function (this: FastifyRequest) {
    const { headers, clientAddress: address } = this;
    const credentials = { authorization: headers.authorization, address, mayTry: () => this.mayTryKey() };
    this.callerFound ??= authenticate(credentials).then((found) => {
      this.keyId = found?.keyId;
      return found;
    });
    return this.callerFound;
  });
  server.addHook("preHandler", (request, _reply, done) => {
    if (request.is404 || request.routeOptions.config.isForAnybody) return done();
    request.caller().then(
      (caller) => inRowScope(caller?.scope ?? null, done),
      () => done(),
    );
  });
}
