import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Readable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { DataSource } from "typeorm";
import { AppError, badInput } from "../../platform/errors.js";
import type { Caller } from "../../platform/graphql/context.js";
import { TRANSFER } from "../../platform/http/limit-callers.js";
import { refuse } from "../../platform/http/refusal.js";
import type { Logger } from "../../platform/observability/logger.js";
import { requirePermission } from "../access/index.js";
import {
  problemOfReason,
  type LookUps,
  type SubjectListsService,
  type SubjectNumber,
  type SubjectSet,
  type SubjectsService,
} from "../subjects/index.js";

export interface BreachExportsRoute {
  readonly dataSource: DataSource;
  readonly lists: SubjectListsService;
  readonly subjects: SubjectsService;
  readonly lookUps: LookUps;
  readonly logger: Logger;
}

/** Some hundred kilobytes of text, made in a few milliseconds. */
const LINES_AT_ONCE = 4_096;

const PATH = "/exports/breach/:set";

/**
 * `GET /exports/breach/<set>`: the users of a set that `createBreachSet` made, a JSON object a line, streamed. A `POST` that gives a reason
 * reveals their references as well.
 */
export function serveBreachExports(http: FastifyInstance, route: BreachExportsRoute): void {
  const options = {
    config: TRANSFER,
    errorHandler: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
      void refuse(request, reply, error, route.logger),
  };
  http.get<{ Params: { set: string } }>(PATH, options, async (request, reply) => {
    const { caller, id, set } = await exportOf(request, request.params.set, route);
    await route.lookUps.noteFor(caller, { kind: "BREACH_EXPORT", number: null, about: id });
    return send(reply, { id, set, reveals: false }, route);
  });
  http.post<{ Params: { set: string } }>(PATH, options, async (request, reply) => {
    requirePermission(await request.caller(), "REVEAL_REFERENCES", `POST ${PATH}`);
    const { caller, id, set } = await exportOf(request, request.params.set, route);
    const reason = readReason(request.body);
    if (!route.subjects.sealsReferences) throw new AppError("CONFLICT", NOTHING_SEALED);
    await route.lookUps.noteFor(caller, { kind: "REVEAL", number: null, about: id }, reason);
    return send(reply, { id, set, reveals: true }, route);
  });
}

const NOTHING_SEALED =
  "This registry keeps no references, so there are none to reveal: match the platform's own against the set (POST /subject-lists/match), or ask for the export by handle with GET.";

interface BreachExport {
  readonly id: string;
  readonly set: SubjectSet;
}

/** Throws where the caller may not have it, or there is none. */
async function exportOf(
  request: FastifyRequest,
  id: string,
  { lists, logger }: BreachExportsRoute,
): Promise<BreachExport & { readonly caller: Caller }> {
  const caller = await request.caller();
  requirePermission(caller, "LOOK_UP_DATA_SUBJECTS", "GET /exports/breach");
  const set = await readMadeSet(id, lists);
  logger.info(
    {
      requestId: request.id,
      key: caller!.keyId,
      set: id,
      count: set.size,
      reveals: request.method === "POST",
    },
    "breach export",
  );
  return { caller: caller!, id, set };
}

/** Throws BAD_USER_INPUT where the body gives none. */
function readReason(body: unknown): string {
  const reason = (body as { reason?: unknown } | null)?.reason;
  const problem =
    typeof reason === "string"
      ? problemOfReason(reason)
      : 'Send JSON with the reason why the references are needed: {"reason": "…"}.';
  if (problem !== null) throw badInput([{ field: "reason", message: problem }]);
  return (reason as string).trim();
}

function send(
  reply: FastifyReply,
  { id, set, reveals }: BreachExport & { readonly reveals: boolean },
  route: BreachExportsRoute,
): FastifyReply {
  return reply
    .type("application/x-ndjson")
    .header("content-disposition", `attachment; filename="breach-${id}.ndjson"`)
    .send(Readable.from(linesOf(set, reveals, route)));
}

/** A set that the registry made itself: whoever sent a list has it already. */
async function readMadeSet(id: string, lists: SubjectListsService): Promise<SubjectSet> {
  const found = await lists.findSet(id);
  const isSent = (await lists.findAll([id])).has(id);
  if (found !== null && !isSent) return lists.readSet(found);
  throw new AppError(
    "NOT_FOUND",
    "There is no set of users with this id: createBreachSet makes one, which is good for a day.",
  );
}

async function* linesOf(
  set: SubjectSet,
  reveals: boolean,
  route: BreachExportsRoute,
): AsyncGenerator<string> {
  let numbers: SubjectNumber[] = [];
  for (const number of set.numbers()) {
    numbers.push(number);
    if (numbers.length < LINES_AT_ONCE) continue;
    yield await textOf(numbers, reveals, route);
    numbers = [];
    await nextTurn();
  }
  yield await textOf(numbers, reveals, route);
}

async function textOf(
  numbers: readonly SubjectNumber[],
  reveals: boolean,
  { dataSource, subjects }: BreachExportsRoute,
): Promise<string> {
  const references = reveals ? await subjects.unsealAll(dataSource.manager, numbers) : null;
  const handles = subjects.handlesOf(numbers);
  const lines = numbers.map((number, index) => {
    const id = handles[index]!;
    return JSON.stringify(references ? { id, reference: references.get(number) ?? null } : { id });
  });
  return lines.map((line) => `${line}\n`).join("");
}
