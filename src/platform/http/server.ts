import { ApolloServer } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from "@apollo/server/plugin/disabled";
import { fastifyApolloHandler } from "@as-integrations/fastify";
import { fastify, type FastifyError, type FastifyInstance, type FastifyRequest } from "fastify";
import type { GraphQLSchema } from "graphql";
import { AddressRanges } from "../address-ranges.js";
import type { ErrorCode } from "../errors.js";
import { apolloLog } from "../graphql/apollo-log.js";
import type { RequestContext } from "../graphql/context.js";
import { checkRequest } from "../graphql/limits/check-document.js";
import { MISTAKES_MAX } from "../graphql/limits/document-limits.js";
import { ANSWER_PER_COST, AnswerSize } from "../graphql/limits/answer-size.js";
import { boundAnswers } from "../graphql/limits/bound-answers.js";
import { costLimit } from "../graphql/limits/cost-limit.js";
import { asRequestError, formatError, isFault } from "../graphql/format-error.js";
import { knownOperations } from "../graphql/limits/known-operations.js";
import { noIntrospection, oneMistakeAtATime } from "../graphql/limits/no-introspection.js";
import { Loaders } from "../graphql/loaders.js";
import { olderClients } from "../graphql/older-clients.js";
import { logFault, operationLog } from "../graphql/operation-log.js";
import { refusePersonalAddresses } from "../graphql/personal-arguments.js";
import type { LimitsSettings } from "../limits-settings.js";
import type { Logger } from "../observability/logger.js";
import { addressIn, findClientAddresses } from "./client-address.js";
import { CLOSED, type HttpSettings } from "./http-settings.js";
import { limitCallers } from "./limit-callers.js";
import { parametersOf } from "./parameters-of.js";
import { timeOf, withinTime } from "./within-time.js";
import { isVisit, readPlayground, sendPage, serveAssets } from "./playground.js";
import { tellHealth } from "./readiness.js";
import { recogniseCallers, type Authenticate } from "./recognise-caller.js";
import { errorBody, noAddress, refuse, refuseAddress, refuseUnreadable } from "./refusal.js";
import { logRefusals, noteLine, RefusalLog } from "./refusal-log.js";
import { requestIdOf } from "./request-ids.js";
import { secureAnswers } from "./security-headers.js";
import { cutSlowClients, HEAD_LIMITS } from "./slow-clients.js";

/** Room for a batch of 1,000 disclosures of some hundred users each. */
export const BODY_BYTES_MAX = 20 * 1024 * 1024;

export interface HttpServerOptions {
  readonly schema: GraphQLSchema;
  readonly logger: Logger;
  readonly authenticate: Authenticate;
  readonly limits: LimitsSettings;
  /** Whether the database answers; never rejects. */
  readonly isReady: () => Promise<boolean>;
  /** The folder of the built playground. */
  readonly playground: string;
  /** `CLOSED` where left out. */
  readonly settings?: HttpSettings;
}

/** The HTTP face: `/graphql` (for a visitor the playground), `/playground/…` (its files), `/healthz` (the process lives) and `/readyz` (it can serve). Not listening yet. */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const settings = options.settings ?? CLOSED;
  const proxies = new AddressRanges(settings.trustedProxies);
  const refusals = new RefusalLog(options.logger);
  const server = fastify({
    http: HEAD_LIMITS,
    clientErrorHandler: (error, socket) => refuseUnreadable(error, socket, refusals),
    frameworkErrors: (_error, _request, reply) => refuseAddress(reply, refusals),
    trustProxy: (address) => proxies.has(addressIn(address)),
    bodyLimit: BODY_BYTES_MAX,
    genReqId: (request) => requestIdOf(request, proxies),
    // What arrives on an open connection while the server closes is still answered; that answer ends the connection.
    return503OnClosing: false,
  });
  // Of more than 2,000 headers Node would leave out the last, and still read a body by the length that one of them names.
  server.server.maxHeadersCount = 0;
  boundAnswers(options.schema);
  cutSlowClients(server, refusals);
  secureAnswers(server, settings);
  endConnectionsOnClose(server);
  const apollo = createApollo(options);
  await apollo.start();
  // By then the requests under way have been answered.
  server.addHook("onClose", () => apollo.stop());

  server.addHook("onRequest", (request, reply, done) => {
    void reply.headers({ "x-request-id": request.id, "cache-control": "no-store" });
    done();
  });
  logRefusals(server, refusals);
  findClientAddresses(server, refusals);
  server.decorateRequest("time");
  recogniseCallers(server, options.authenticate);
  limitCallers(server, options);
  answerErrors(server, options.logger);
  const playground = await readPlayground(options.playground);
  const answer = fastifyApolloHandler(apollo, {
    context: (request) => contextOf(request, options, refusals),
  });
  server.route({
    method: ["GET", "POST"],
    url: "/graphql",
    preHandler: async (request, reply) => {
      if (isVisit(request))
        return options.limits.playground ? sendPage(reply, playground) : reply.callNotFound();
      if (parametersOf(request) === null) return refuse(request, reply, noAddress(), options.logger);
    },
    handler: withinTime((request, reply) => answer.call(server, request, reply) as Promise<unknown>, {
      seconds: options.limits.requestSecondsMax,
      logger: options.logger,
    }),
  });
  if (options.limits.playground) serveAssets(server, playground);
  tellHealth(server, options.isReady);
  return server;
}

/** In the shape of GraphQL's own errors, for what no route answers. */
function answerErrors(server: FastifyInstance, logger: Logger): void {
  server.setErrorHandler((error: FastifyError, _request, reply) => {
    const status = error.statusCode ?? 500;
    void reply.status(status).send(errorBody(codeOf(status), messageOf(status)));
    if (status >= 500) logFault(logger, reply.request.id, error);
  });
  // Fastify's own answer quotes the address, and people paste references into addresses.
  server.setNotFoundHandler((_request, reply) => {
    void reply
      .status(404)
      .send(
        errorBody("NOT_FOUND", "There is nothing at this address: send GraphQL to /graphql by POST or GET."),
      );
  });
}

/** Without this, a connection that is busy as the close begins is kept open for the client's next request. */
function endConnectionsOnClose(server: FastifyInstance): void {
  let closing = false;
  server.addHook("preClose", (done) => {
    closing = true;
    done();
  });
  server.addHook("onSend", (_request, reply, payload, done) => {
    if (closing) void reply.header("connection", "close");
    done(null, payload);
  });
}

function createApollo({ schema, logger, limits }: HttpServerOptions): ApolloServer<RequestContext> {
  return new ApolloServer<RequestContext>({
    schema,
    logger: apolloLog(logger),
    introspection: true,
    // A document sent by its hash is one that anybody sent before, whatever the sender's key may send.
    persistedQueries: false,
    validationOptions: {
      maxErrors: limits.introspection ? MISTAKES_MAX : 1,
      hideSuggestions: !limits.introspection,
    },
    validationRules: [knownOperations, ...(limits.introspection ? [] : [noIntrospection])],
    hideSchemaDetailsFromClientErrors: !limits.introspection,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError,
    plugins: [
      // The default page loads scripts from elsewhere.
      ApolloServerPluginLandingPageDisabled(),
      // It watches every field resolve, to find out that no answer may be kept: they all say so anyway.
      ApolloServerPluginCacheControlDisabled(),
      refusePersonalAddresses(),
      operationLog(logger),
      costLimit(limits.costMax),
      ...(limits.introspection ? [] : [oneMistakeAtATime]),
      olderClients,
    ],
  });
}

async function contextOf(
  request: FastifyRequest,
  { logger, limits }: HttpServerOptions,
  refusals: RefusalLog,
): Promise<RequestContext> {
  try {
    const caller = await request.caller();
    const time = timeOf(request);
    const answer = new AnswerSize(limits.costMax * ANSWER_PER_COST, (error) =>
      time.end({ error, status: 400 }),
    );
    const spend = (cost: number) => request.spend(cost);
    checkRequest({ body: request.body, parameters: parametersOf(request)! }, { caller, spend });
    const logged = () => noteLine(request);
    return { requestId: request.id, caller, loaders: new Loaders(), time, answer, spend, logged };
  } catch (error) {
    const refused = asRequestError(error);
    refusals.write(String(refused.extensions.code), { requestId: request.id, key: request.keyId }, "graphql");
    noteLine(request);
    if (isFault(refused)) logFault(logger, request.id, error);
    throw refused;
  }
}

/** Fastify's own messages may quote the body. */
function messageOf(status: number): string {
  if (status === 413) return `The request is larger than ${BODY_BYTES_MAX} bytes: send less at once.`;
  if (status === 415) return "Send the request as application/json.";
  if (status < 500) return "The request could not be read: send a JSON object with query and variables.";
  return "Something went wrong in the registry. It has been logged under this request's id.";
}

function codeOf(status: number): ErrorCode {
  return status < 500 ? "BAD_USER_INPUT" : "INTERNAL";
}
