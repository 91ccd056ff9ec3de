import "reflect-metadata";
import autocannon from "autocannon";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { v7 } from "uuid";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "../src/platform/db/embedded/index.js";
import { projectRoot } from "../src/platform/project-root.js";

/**
 * How many single disclosures a second the registry records over HTTP, beside the least that any program would do: one
 * hand-written transaction per disclosure that inserts a row and a row per user, without HTTP, GraphQL, checks or indexes.
 *
 * Both run on the same PostgreSQL with the same number of callers at once, one after the other. The ratio is what to compare
 * between machines and releases. `SECONDS` (default 10) is how long each runs.
 */
const SECONDS = Number(process.env.SECONDS ?? "10");
const CALLERS = 32;
const KNOWN_USERS = 10_000;
const ADMIN_API_KEY = "bench-key-of-the-administrator";

const RECORD =
  "mutation Record($input: RecordDisclosureInput!) { recordDisclosure(input: $input) { created disclosure { id } } }";

function requestBody(): string {
  const user = Math.floor(Math.random() * KNOWN_USERS);
  const input = {
    id: v7(),
    occurredAt: new Date().toISOString(),
    recipient: "example_courier",
    purpose: "provision_of_services",
    legalGround: "contract",
    categories: ["identification.first_name", "identification.last_name", "identification.home_address"],
    subjects: [`user-${user}`],
  };
  return JSON.stringify({ query: RECORD, variables: { input } });
}

async function startServer(postgres: EmbeddedPostgres): Promise<{ server: ChildProcess; url: string }> {
  const server = spawn(process.execPath, [join(projectRoot, "dist", "src", "main.js")], {
    env: {
      ...process.env,
      PORT: "0",
      DATABASE_URL: postgres.apiUrl,
      DATABASE_OWNER_URL: postgres.ownerUrl,
      REGISTRY_SECRET: "a secret of the benchmark, made for nothing else",
      ADMIN_API_KEY,
      LOG_LEVEL: "warn",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: server.stdout })) {
    const url = /http:\S+\/graphql/.exec(line)?.[0];
    if (url) return { server, url };
  }
  throw new Error("The registry did not start.");
}

async function measureRegistry(
  url: string,
  seconds: number,
): Promise<{ perSecond: number; p50: number; p99: number }> {
  const result = await autocannon({
    url,
    method: "POST",
    connections: CALLERS,
    duration: seconds,
    headers: { "content-type": "application/json", authorization: `Bearer ${ADMIN_API_KEY}` },
    requests: [{ setupRequest: (request) => ({ ...request, body: requestBody() }) }],
    verifyBody: (body) => String(body).includes('"created":true'),
  });
  const failed = result.non2xx + result.errors + result.mismatches;
  if (failed > 0) throw new Error(`${failed} of ${result.requests.total} calls were not recorded.`);
  return { perSecond: result.requests.average, p50: result.latency.p50, p99: result.latency.p99 };
}

async function measurePlainInserts(ownerUrl: string, seconds: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 10 });
  await pool.query(
    "CREATE TABLE plain_disclosure (id uuid PRIMARY KEY, occurred_at timestamptz, recipient text, purpose text)",
  );
  await pool.query(
    "CREATE TABLE plain_disclosure_subject (disclosure_id uuid, subject text, PRIMARY KEY (disclosure_id, subject))",
  );
  const end = performance.now() + seconds * 1_000;
  let recorded = 0;
  const caller = async () => {
    while (performance.now() < end) {
      const client = await pool.connect();
      const id = v7();
      await client.query("BEGIN");
      await client.query(
        "INSERT INTO plain_disclosure VALUES ($1, now(), 'example_courier', 'provision_of_services')",
        [id],
      );
      await client.query("INSERT INTO plain_disclosure_subject VALUES ($1, $2)", [
        id,
        `user-${recorded % KNOWN_USERS}`,
      ]);
      await client.query("COMMIT");
      client.release();
      recorded += 1;
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  await pool.end();
  return recorded / seconds;
}

const dataDir = await mkdtemp(join(tmpdir(), "registry-bench-"));
const postgres = await startEmbeddedPostgres({ dataDir });
try {
  const { server, url } = await startServer(postgres);
  console.log(`Warming up, then ${SECONDS} s each with ${CALLERS} callers …`);
  await measureRegistry(url, Math.min(5, SECONDS));
  const registry = await measureRegistry(url, SECONDS);
  server.kill("SIGTERM");
  await once(server, "exit");
  const plain = await measurePlainInserts(postgres.ownerUrl, SECONDS);
  console.table({
    "recordDisclosure over HTTP": {
      "per second": Math.round(registry.perSecond),
      "p50 ms": registry.p50,
      "p99 ms": registry.p99,
    },
    "plain inserts, no HTTP": { "per second": Math.round(plain) },
  });
  console.log(`Ratio: ${(registry.perSecond / plain).toFixed(2)} of the plain inserts.`);
} finally {
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
}
