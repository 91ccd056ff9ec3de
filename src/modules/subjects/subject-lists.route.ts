import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { once } from "node:events";
import { PassThrough } from "node:stream";
import { AppError } from "../../platform/errors.js";
import type { Caller } from "../../platform/graphql/context.js";
import { CALLER_COST, TRANSFER } from "../../platform/http/limit-callers.js";
import { refuse } from "../../platform/http/refusal.js";
import type { Logger } from "../../platform/observability/logger.js";
import { requirePermission } from "../access/index.js";
import { readListFormat, WrongMediaType } from "./core/list-format.js";
import type { SubjectSet } from "./core/subject-set.js";
import type { LookUps } from "./look-ups/look-ups.service.js";
import { sentBytes } from "./sent-bytes.js";
import type { SentList, SentLists } from "./sent-lists.service.js";
import type { SubjectListsService } from "./subject-lists.service.js";

export interface SubjectListsRoute {
  readonly lists: SubjectListsService;
  readonly sent: SentLists;
  readonly lookUps: LookUps;
  /** The users of a set that is no list, such as a disclosure's; null where there is none with this id. */
  readonly readOtherSet: (id: string) => Promise<SubjectSet | null>;
  readonly logger: Logger;
}

/** `POST /subject-lists` and `POST /subject-lists/match/<set>`: users' references, streamed in. */
export function serveSubjectLists(http: FastifyInstance, route: SubjectListsRoute): void {
  void http.register((scope, _options, done) => {
    // The bodies are read as they arrive; Fastify would gather them first.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, _payload, parsed) => parsed(null));
    scope.setErrorHandler((error: FastifyError, request, reply) => {
      // Fastify itself refuses what is no content type at all.
      const refused = error.statusCode === 415 ? new WrongMediaType() : error;
      return refuse(
        request,
        reply,
        refused,
        route.logger,
        refused instanceof WrongMediaType ? 415 : undefined,
      );
    });
    scope.post("/subject-lists", { config: TRANSFER }, (request, reply) => receive(request, reply, route));
    scope.post<{ Params: { set: string } }>(
      "/subject-lists/match/:set",
      { config: TRANSFER },
      (request, reply) => match(request, reply, request.params.set, route),
    );
    done();
  });
}

async function receive(
  request: FastifyRequest,
  reply: FastifyReply,
  { sent, logger }: SubjectListsRoute,
): Promise<unknown> {
  const start = performance.now();
  const caller = await request.caller();
  requirePermission(caller, "RECORD_DISCLOSURES", "POST /subject-lists");
  const received = await sent.receive(sentListOf(request, reply), caller!);
  const { id, count } = received;
  logger.info(
    { requestId: request.id, key: caller!.keyId, list: id, count, ms: performance.now() - start },
    "subject list",
  );
  return reply.status(201).send(received);
}

async function match(
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
  route: SubjectListsRoute,
): Promise<unknown> {
  const start = performance.now();
  const caller = await request.caller();
  const set = await findSet(id, caller, route);
  const list = sentListOf(request, reply);
  await route.lookUps.noteFor(caller!, { kind: "LIST_MATCH", number: null, about: id });
  const found = new PassThrough();
  const matching = route.sent
    .match(list, set, async (lines) => {
      if (!found.write(lines)) await once(found, "drain");
    })
    .then(() => void found.end());
  // As long as nothing was found, what is wrong can still be answered; from then on only by breaking the answer off.
  await Promise.race([once(found, "readable"), matching]);
  matching.catch((error: Error) => found.destroy(error));
  void matching.then(
    () =>
      route.logger.info(
        { requestId: request.id, key: caller?.keyId, set: id, ms: performance.now() - start },
        "match",
      ),
    () => undefined,
  );
  return reply.type(request.headers["content-type"]!).send(found);
}

async function findSet(
  id: string,
  caller: Caller | null,
  { lists, readOtherSet }: SubjectListsRoute,
): Promise<SubjectSet> {
  const list = await lists.findSet(id);
  if (list === null || list.createdBy !== caller?.keyId) {
    requirePermission(caller, "LOOK_UP_DATA_SUBJECTS", "POST /subject-lists/match");
  }
  const set = list === null ? await readOtherSet(id) : await lists.readSet(list);
  if (set !== null) return set;
  throw new AppError(
    "NOT_FOUND",
    "There is no subject list, no set of users, no disclosure and no finding with this id; lists and sets expire.",
  );
}

function sentListOf(request: FastifyRequest, reply: FastifyReply): SentList {
  const { raw, headers } = request;
  const format = readListFormat(headers["content-type"]);
  const source = sentBytes(raw, headers["content-encoding"]);
  return { format, source, onLines: linesSpent(request, reply) };
}

/**
 * Takes the lines of a list from what its caller may spend, as they are read: how many a compressed one has, nobody knows before.
 * Throws RATE_LIMITED where they are not there, with the time until twice as many would be: so a program that sends the list again,
 * after a longer wait each time, soon gets it through.
 */
function linesSpent(request: FastifyRequest, reply: FastifyReply): SentList["onLines"] {
  let cost = 0;
  return (lines) => {
    cost += lines * CALLER_COST.line;
    if (request.spend(lines * CALLER_COST.line) === 0) return;
    // As less than this is left, nothing is taken.
    const seconds = request.spend(2 * cost);
    reply.header("retry-after", seconds);
    throw tooLong(seconds);
  };
}

function tooLong(seconds: number): AppError {
  return new AppError(
    "RATE_LIMITED",
    `The list has more lines than your key may still send in this minute. Wait ${seconds} seconds, as Retry-After says, then send it again while your key does nothing else; where it is refused again, ask the registry's operator for a larger KEY_COST_PER_MINUTE.`,
  );
}
