import { setTimeout as sleep } from "node:timers/promises";
import type { Bench, Scenario } from "../bench.js";
import { csvOf, usersBetween } from "../csv.js";
import type { Measurement } from "../measurement.js";
import { uploadList } from "../registry-client.js";
import { residentBytes } from "../resident-memory.js";

const SAMPLE_MS = 100;

/** What the server's process holds in memory while one very large list streams in. */
export const memory: Scenario = {
  name: "memory",
  title: "memory while a list streams in",
  estimate: ({ streamed }) => 5 + streamed / 120_000,
  run: measureMemory,
};

async function measureMemory(bench: Bench): Promise<readonly Measurement[]> {
  const { streamed } = bench.sizes;
  const server = await bench.registry(await bench.database("memory_registry"));
  const before = await residentBytes(server.pid);
  bench.step(`${streamed.toLocaleString("en-US")} users`);
  let uploading = true;
  const uploaded = uploadList(server, csvOf(usersBetween(0, streamed))).finally(() => (uploading = false));
  const samples: number[] = [];
  while (uploading) {
    samples.push(await residentBytes(server.pid));
    await Promise.race([sleep(SAMPLE_MS), uploaded]);
  }
  const { count } = await uploaded;
  if (count !== streamed) throw new Error(`The list holds ${count} users, not ${streamed}.`);
  const megabytes = (bytes: number) => bytes / 2 ** 20;
  const firstHalf = samples.slice(0, Math.ceil(samples.length / 2));
  return [
    {
      measure: `resident memory, most, while ${streamed.toLocaleString("en-US")} users stream in`,
      unit: "MB",
      ours: megabytes(Math.max(...samples)),
      target: { of: "ours", atMost: 250 },
      details: {
        beforeMB: megabytes(before),
        mostInFirstHalfMB: megabytes(Math.max(...firstHalf)),
        mostInSecondHalfMB: megabytes(Math.max(...samples.slice(firstHalf.length - 1))),
      },
    },
  ];
}
