import { expect, it } from "@jest/globals";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { HostileDocuments, randomOf } from "../support/hostile-documents.js";
import { withTestServer } from "../support/test-server.js";

const DOCUMENTS = 10_000;
const AT_ONCE = 8;
/** What the program may hold more after the second half than after the first; caches are full by then. */
const GROWTH_BYTES_MAX = 16 * 1024 * 1024;

const PLENTY = 1_000_000_000;
const server = withTestServer({ limits: { keyCostPerMinute: PLENTY, addressCostPerMinute: PLENTY } });

/** What the registry got wrong of one document; null where it answered, or refused with a code that is the caller's. */
async function amissOf(query: string): Promise<string | null> {
  const response = await fetch(server.url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${server.admin.key}` },
    body: JSON.stringify({ query }),
  });
  const { errors = [] } = (await response.json()) as { errors?: { extensions?: { code?: string } }[] };
  const codes = errors.map(({ extensions }) => extensions?.code ?? "no code");
  const ours = codes.filter((code) => ["INTERNAL", "UNAVAILABLE", "no code"].includes(code));
  return response.status < 500 && ours.length === 0
    ? null
    : `${response.status} ${ours.join()}: ${query.slice(0, 500)}`;
}

it("answers ten thousand hostile documents, each within a second but one in a hundred, and keeps nothing of them", async () => {
  const source = new HostileDocuments(server.schema, randomOf(2026));
  const amiss: string[] = [];
  const times: number[] = [];
  const held: number[] = [];
  for (let sent = 0; sent < DOCUMENTS; sent += AT_ONCE) {
    const work = async (query: string) => {
      const start = performance.now();
      const found = await amissOf(query);
      times.push(performance.now() - start);
      if (found !== null) amiss.push(found);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, () => work(source.next())));
    if (sent + AT_ONCE === DOCUMENTS / 2 || sent + AT_ONCE === DOCUMENTS) held.push(heapAfterCollection());
  }
  expect(amiss).toEqual([]);
  expect(times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)]).toBeLessThan(1_000);
  expect(held[1]! - held[0]!).toBeLessThan(GROWTH_BYTES_MAX);
});

function heapAfterCollection(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage().heapUsed;
}
