import type { FastifyInstance } from "fastify";
import { setTimeout as sleep } from "node:timers/promises";
import { runTasks } from "../../platform/background-tasks.js";
import type { Logger } from "../../platform/observability/logger.js";
import type { KeyUses } from "./key-uses.service.js";

const EVERY_MS = 60_000;
const AT_STOP_MS_MAX = 1_000;

/** Each process knows of the uses it served, so each writes its own; those it stops with, if the database answers soon. */
export function writeKeyUses(http: FastifyInstance, uses: KeyUses, logger: Logger): void {
  const closing = new AbortController();
  const writing = { name: "uses of keys", everyMs: EVERY_MS, run: () => uses.write() };
  http.addHook("onReady", (done) => {
    void runTasks([writing], logger, closing.signal);
    done();
  });
  http.addHook("onClose", async () => {
    closing.abort();
    const written = uses.write().catch(() => undefined);
    await Promise.race([written, sleep(AT_STOP_MS_MAX, undefined, { ref: false })]);
  });
}
