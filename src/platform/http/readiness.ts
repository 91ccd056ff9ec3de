import type { FastifyInstance } from "fastify";
import { RecentAnswer } from "../recent-answer.js";
import { FOR_ANYBODY } from "./recognise-caller.js";

/** How old the answer of `/readyz` may be: whoever asks it, and how often, costs the database two statements a second. */
export const READY_MS = 500;
/** A database that has not answered by then does not. */
const ANSWER_MS_MAX = 5_000;

/**
 * What tells whoever watches the process how it is: `/healthz` (it lives) and `/readyz` (it can serve). Anybody may ask, so that neither
 * costs more where many do.
 */
export function tellHealth(
  server: FastifyInstance,
  isReady: () => Promise<boolean>,
  answerMsMax = ANSWER_MS_MAX,
): void {
  const readiness = new RecentAnswer(() => inTime(isReady(), answerMsMax), READY_MS);
  server.get("/healthz", { config: FOR_ANYBODY }, () => ({ status: "ok" }));
  server.get("/readyz", { config: FOR_ANYBODY }, async (_request, reply) => {
    const ready = await readiness.get();
    return reply.status(ready ? 200 : 503).send({ status: ready ? "ready" : "database unreachable" });
  });
}

/** Without it, one statement on a connection that went dead without a word would stand for all answers until that is noticed. */
async function inTime(answered: Promise<boolean>, ms: number): Promise<boolean> {
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((end) => (limit = setTimeout(end, ms, false)));
  try {
    return await Promise.race([answered, late]);
  } finally {
    clearTimeout(limit);
  }
}
