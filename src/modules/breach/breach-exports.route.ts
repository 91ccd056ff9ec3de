import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Readable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { DataSource } from "typeorm";
import { AppError } from "../../platform/errors.js";
import { refuse } from "../../platform/http/refusal.js";
import type { Logger } from "../../platform/observability/logger.js";
import { requirePermission } from "../access/index.js";
import type { SubjectListsService, SubjectNumber, SubjectSet, SubjectsService } from "../subjects/index.js";

export interface BreachExportsRoute {
  readonly dataSource: DataSource;
  readonly lists: SubjectListsService;
  readonly subjects: SubjectsService;
  readonly logger: Logger;
}

/** Some hundred kilobytes of text, made in a few milliseconds. */
const LINES_AT_ONCE = 4_096;

/** `GET /exports/breach/<set>`: the users of a set that `createBreachSet` made, a JSON object a line, streamed. */
export function serveBreachExports(http: FastifyInstance, route: BreachExportsRoute): void {
  http.get<{ Params: { set: string } }>(
    "/exports/breach/:set",
    {
      errorHandler: (error: FastifyError, request, reply) => void refuse(request, reply, error, route.logger),
    },
    (request, reply) => send(request, reply, request.params.set, route),
  );
}

async function send(
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
  route: BreachExportsRoute,
): Promise<unknown> {
  const caller = await request.caller();
  requirePermission(caller, "LOOK_UP_DATA_SUBJECTS", "GET /exports/breach");
  const set = await readMadeSet(id, route.lists);
  const reveals = route.subjects.sealsReferences && caller!.permissions.has("REVEAL_REFERENCES");
  route.logger.info(
    { requestId: request.id, key: caller!.keyId, set: id, count: set.size, reveals },
    "breach export",
  );
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
