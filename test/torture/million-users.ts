import { readFile } from "node:fs/promises";
import { ClientError } from "graphql-request";
import { setTimeout as sleep } from "node:timers/promises";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { postList, sendList, type SentListAnswer } from "../support/send-list.js";
import { clientOf, type Up } from "../process/program.js";

const LINES_OF_A_CHUNK = 10_000;
const RETRY_MS = 250;
const RETRIES_MS_MAX = 120_000;

/** A list of any length, made as it is read. `reference` names the user of a line. */
export function listOf(lines: number, reference: (line: number) => string): ReadableStream<Uint8Array> {
  let line = 0;
  return new ReadableStream({
    pull(controller) {
      const end = Math.min(line + LINES_OF_A_CHUNK, lines);
      let chunk = "";
      for (; line < end; line += 1) chunk += `${reference(line)}\n`;
      controller.enqueue(Buffer.from(chunk));
      if (line === lines) controller.close();
    },
  });
}

/** A running program and the administrator's key. */
export interface Registry {
  readonly up: Up;
  readonly key: string;
}

const targetOf = ({ up, key }: Registry) => ({ url: `${up.address}/graphql`, key });

export function upload(registry: Registry, list: ReadableStream<Uint8Array>): Promise<SentListAnswer> {
  return sendList(targetOf(registry), list);
}

export const listedInput = (subjectList: string) => disclosureInput({ subjects: undefined, subjectList });

/** Records once; "lost" where nobody knows, because the database or the program went away. */
export async function record(
  { up, key }: Registry,
  input: ReturnType<typeof listedInput>,
): Promise<{ readonly created: boolean; readonly users: number } | "lost"> {
  try {
    const { recordDisclosure } = await clientOf(up, key).request<{
      recordDisclosure: { created: boolean; disclosure: { subjectCount: number } };
    }>(RECORD, { input });
    return { created: recordDisclosure.created, users: recordDisclosure.disclosure.subjectCount };
  } catch (error) {
    const codes =
      error instanceof ClientError ? error.response.errors?.map(({ extensions }) => extensions.code) : [];
    if (codes?.some((code) => code !== "UNAVAILABLE")) throw error;
    return "lost";
  }
}

/** Does the same again until it is not lost any more. */
export async function again<Result>(attempt: () => Promise<Result | "lost">): Promise<Result> {
  for (const start = performance.now(); performance.now() - start < RETRIES_MS_MAX; await sleep(RETRY_MS)) {
    const result = await attempt();
    if (result !== "lost") return result;
  }
  throw new Error("It was lost again and again.");
}

/** How many lines of a list name users whom a disclosure covers. */
export async function covered(
  registry: Registry,
  disclosureId: string,
  list: ReadableStream<Uint8Array>,
): Promise<number> {
  const response = await postList(targetOf(registry), list, { path: `/subject-lists/match/${disclosureId}` });
  if (!response.ok) throw new Error(`Matching was answered with ${response.status}.`);
  let lines = 0;
  for await (const chunk of response.body!)
    for (const byte of chunk as Uint8Array) if (byte === 10) lines += 1;
  return lines;
}

/** Watches a process's resident memory; answers the most it was, in megabytes, up to the call of `stop`. */
export function watchMemory(pid: number): { stop(): Promise<number> } {
  let most = 0;
  let watching = true;
  const watched = (async () => {
    for (; watching; await sleep(50)) {
      const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
      most = Math.max(most, Number(/^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1_024);
    }
  })();
  return {
    async stop() {
      watching = false;
      await watched;
      return most;
    },
  };
}
