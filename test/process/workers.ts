import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { processStart } from "../../src/platform/db/embedded/process-identity.js";
import type { Program } from "./program.js";
import { RawConnection } from "./raw-connection.js";

/** The ids of the processes that a program has started and that run; only Linux says so. */
export async function workersOf({ pid }: Program): Promise<number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
  return children.trim().split(/\s+/).filter(Boolean).map(Number);
}

/** Waits until none of these processes runs any more. */
export async function untilGone(pids: readonly number[]): Promise<void> {
  for (const pid of pids) while ((await processStart(pid)) !== undefined) await sleep(20);
}

/** The lines of a program's log. */
export function logOf({ stderr }: Program): Record<string, unknown>[] {
  const lines = stderr.split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** The processes that have become the leader so far, by id, in order. */
export function leadersOf(program: Program, work = "background work is done"): unknown[] {
  return logOf(program)
    .filter(({ msg }) => msg === `leads: ${work} by this process`)
    .map(({ pid }) => pid);
}

/**
 * Sends a request on so many connections, one opened after the other, and answers what each brought, without what it cost: workers take turns.
 */
export async function askOnEach(
  connections: number,
  address: string,
  key: string,
  query: string,
): Promise<string[]> {
  const answers: string[] = [];
  for (let index = 0; index < connections; index += 1) {
    const connection = new RawConnection(address);
    connection.send(key, query);
    const answer = await connection.answer();
    connection.end();
    const body = answer.slice(answer.indexOf("\r\n\r\n") + 4);
    const { extensions: _cost, ...rest } = JSON.parse(body) as Record<string, unknown>;
    answers.push(JSON.stringify(rest));
  }
  return answers;
}
