import { beforeAll, expect, it } from "@jest/globals";
import { createHash, createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { REVISION_CHANNEL } from "../../src/modules/datamap/head-revision.js";
import { pseudonymOf } from "../../src/modules/subjects/core/pseudonym.js";
import { Keyring } from "../../src/platform/keyring.js";
import { createLogger } from "../../src/platform/observability/logger.js";
import { createBreachSet } from "../support/breach-operations.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { AMEND } from "../support/disclosure-operations.js";
import { hostileCalls } from "../support/hostile-strings.js";
import { keysOf } from "../support/key-operations.js";
import { sendList } from "../support/send-list.js";
import { dumpRows } from "../support/stored-rows.js";
import { execute, testCluster } from "../support/test-cluster.js";
import { TEST_SECRET, withTestServer } from "../support/test-server.js";

/** What nobody may find again: marked references, secrets and free texts are sent everywhere, and looked for wherever something is kept or told. */

const REFERENCE = "canary-reference-870101300123";
const TEXT = "canary-text-870101300124";
/** What a document is written with: its sender is told of it, nobody else. */
const NAME = TEXT.replaceAll("-", "_");
/** Shorter ones would be found by chance. */
const PSEUDONYM_DIGITS = 32;
const SECRET = "canary-secret-870101300125";

const log: string[] = [];
const server = withTestServer({
  logger: createLogger("trace", {}, { write: (line) => void log.push(line) }),
});
/** Every answer that refuses something. */
const refusals: string[] = [];
/** What was told to whoever listens to the database, and what its list of connections showed meanwhile. */
const overheard: string[] = [];
/** The secrets that were made: the parts that nobody else can know. */
const secrets = [SECRET, TEST_SECRET];
let listener: pg.Client;
/** As a role that sees what the connections of others are at. */
let watcher: pg.Client;
let kept: { readonly dump: string; readonly ledger: string; readonly breachExport: string };

beforeAll(async () => {
  listener = new pg.Client(server.database.ownerUrl);
  watcher = new pg.Client(testCluster().creatorUrl);
  await Promise.all([listener.connect(), watcher.connect()]);
  listener.on("notification", ({ payload }) => void overheard.push(payload ?? ""));
  await listener.query(`LISTEN ${REVISION_CHANNEL}`);
  await sendEverywhere();
  await makeSecrets();
  await breakDown();
  kept = await whatIsKept();
  await listener.end();
  await watcher.end();
}, 120_000);

async function post(body: unknown, key = server.admin.key): Promise<void> {
  const response = await fetch(server.url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const { errors } = (await response.json()) as { errors?: unknown };
  if (errors !== undefined) refusals.push(JSON.stringify({ errors, headers: [...response.headers] }));
}

const AT_ONCE = 8;
const NAMES_USERS = /[.(](?:subjects?|references?)\)$/;
/** The map's own changes take a while each; what they tell is tried with texts of every kind elsewhere. */
const MAP_CHANGE = /^Mutation\.(?:upsert|retire)/;

/** As who may, as who may not, as nobody known, in an address, and so that it cannot be read. */
async function sendEverywhere(): Promise<void> {
  const { key: reporter } = await server.as("REPORTER");
  const bodies = hostileCalls(server.schema)
    .filter(({ place }) => !MAP_CHANGE.test(place))
    .map(({ place, query, variables }) => ({
      query,
      variables: variables(NAMES_USERS.test(place) ? REFERENCE : TEXT),
    }));
  for (let at = 0; at < bodies.length; at += AT_ONCE) {
    const some = bodies.slice(at, at + AT_ONCE);
    const sent = some.flatMap((body) => [post(body), post(body, reporter), post(body, SECRET)]);
    overheard.push(...(await connectionsNow()));
    await Promise.all(sent);
  }
  const input = disclosureInput({ subjects: [REFERENCE], note: TEXT, source: TEXT });
  await server.admin.request(RECORD, { input });
  await post({ query: RECORD, variables: { input: { ...input, subjects: [REFERENCE, `${REFERENCE}-2`] } } });
  await post({ query: AMEND, variables: { input: { amends: input.id, reason: TEXT, void: true } } });
  await post(`{"query": "${REFERENCE} ${SECRET}`);
  await post({ query: `{ dataSubject(reference: ${REFERENCE}) { ${NAME} } }` });
  await post({ query: `{ dataMap(revision: "${REFERENCE}") { revision } }` });
  await post({ query: "query ($n: Int) { dataMap(revision: $n) { revision } }", variables: { n: TEXT } });
  await post({ query: `query ${NAME} { ${NAME}: viewer { ${NAME}: name } }` });
  for (const address of [`/${REFERENCE}`, `/graphql?query={${TEXT}}&key=${SECRET}`, `/ledger/${TEXT}`]) {
    const response = await fetch(new URL(address, server.url), {
      headers: { authorization: `Basic ${SECRET}` },
    });
    refusals.push(await response.text());
  }
  await sendList({ url: server.url, key: server.admin.key }, `${REFERENCE}-3\n${REFERENCE}-4\n`);
  refusals.push(
    JSON.stringify(await sendList({ url: server.url, key: server.admin.key }, `${REFERENCE}"x"\n\u0000\n`)),
  );
}

async function makeSecrets(): Promise<void> {
  const { newKey, rotate } = keysOf(server);
  const { id, secret } = await newKey();
  const { secret: next } = await rotate(id);
  for (const token of [server.admin.key, secret, next]) {
    secrets.push(token.split("_").at(-1)!);
    await post({ query: "{ viewer { name } }" }, token);
    await post({ query: "{ viewer { name } }" }, `${token}x`);
  }
}

/** The registry's own fault, whose driver's error holds what was sent. */
async function breakDown(): Promise<void> {
  const { owner } = server.database;
  await owner.query("ALTER TABLE disclosure_fingerprint RENAME TO mislaid");
  await post({ query: RECORD, variables: { input: disclosureInput({ subjects: [REFERENCE], note: TEXT }) } });
  await owner.query("ALTER TABLE mislaid RENAME TO disclosure_fingerprint");
  expect(refusals.at(-1)).toContain("INTERNAL");
}

async function connectionsNow(): Promise<string[]> {
  const { rows } = await watcher.query<{ row: string }>(
    "SELECT each::text AS row FROM pg_stat_activity AS each",
  );
  return rows.map(({ row }) => row);
}

async function whatIsKept(): Promise<typeof kept> {
  await server.publish();
  const { folder } = await server.ledger();
  const files = ["checkpoint", "tile/entries/000.p/1", "tile/0/000.p/1"].map(async (path) => {
    const response = await fetch(new URL(`/ledger/${path}`, server.url), {
      headers: { authorization: `Bearer ${server.admin.key}` },
    });
    return response.text();
  });
  const leaves = await server.database.owner.query<{ leaf: Buffer }[]>("SELECT leaf FROM ledger_leaf");
  expect(leaves.length).toBeGreaterThan(10);
  const set = await createBreachSet(server.admin, { recipient: "example_courier" });
  const response = await fetch(new URL(`/exports/breach/${set.id}`, server.url), {
    headers: { authorization: `Bearer ${server.admin.key}` },
  });
  const own = await readFile(join(folder, "checkpoint"), "utf8");
  return {
    dump: await dumpRows(server.database.owner),
    ledger: [own, ...(await Promise.all(files)), ...leaves.map(({ leaf }) => leaf.toString("utf8"))].join(
      "\n",
    ),
    breachExport: await response.text(),
  };
}

/** As it is, and as a dump and a log would write its bytes. Base64 reads differently at each place in three. */
function formsOf(canary: string): string[] {
  const bytes = Buffer.from(canary);
  const inBase64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .slice(4, -4),
  );
  return [canary, canary.toUpperCase(), bytes.toString("hex"), ...inBase64];
}

function found(canaries: readonly string[], ...texts: readonly string[]): string[] {
  return canaries.filter((canary) =>
    formsOf(canary).some((form) => texts.some((text) => text.includes(form))),
  );
}

it("nothing that was sent is in a refusal, the log, a notification or the list of connections", () => {
  expect(refusals.length).toBeGreaterThan(300);
  expect(log.length).toBeGreaterThan(300);
  expect(found([REFERENCE, TEXT, ...secrets], ...refusals)).toEqual([]);
  expect(found([REFERENCE, TEXT, NAME, ...secrets], ...log)).toEqual([]);
  expect(found([REFERENCE, TEXT, NAME, ...secrets], ...overheard)).toEqual([]);
});

it("no reference and no secret is in a row of the database, and no text beside them in the ledger", () => {
  // Texts are kept, to be read: so the looking finds what is there.
  expect(found([TEXT], kept.dump)).toEqual([TEXT]);
  expect(found([REFERENCE, ...secrets], kept.dump)).toEqual([]);
  expect(found([REFERENCE, TEXT, ...secrets], kept.ledger)).toEqual([]);
});

it("users are exported by handle", () => {
  expect(kept.breachExport).toMatch(/^\{"id":"[\w-]{22}"\}\n/);
  expect(found([REFERENCE, TEXT, ...secrets], kept.breachExport)).toEqual([]);
});

it("nothing that was sent is in PostgreSQL's own log, with the settings that the registry gives it", async () => {
  const { creatorUrl } = testCluster();
  const CONTROL = "canary-that-is-found";
  await execute(creatorUrl, `DO $$ BEGIN RAISE LOG '${CONTROL}'; END $$`);
  // Null where a given server writes elsewhere than into files: its settings are its operator's, and the doctor's to judge.
  const [at] = await execute<{ file: string | null }>(creatorUrl, "SELECT pg_current_logfile() AS file");
  if (at!.file === null) return;
  const [read] = await execute<{ text: string }>(
    creatorUrl,
    "SELECT pg_read_file(pg_current_logfile()) AS text",
  );
  expect(read!.text).toContain(CONTROL);
  expect(found([REFERENCE, TEXT, ...secrets], read!.text)).toEqual([]);
});

it("whoever has a dump and not the secret cannot try out references on it", () => {
  // With the secret it takes one try.
  const key = new Keyring(TEST_SECRET).derive("pseudonym/v1");
  expect(kept.dump).toContain(pseudonymOf(key, REFERENCE));
  // All that a dump itself has to give for a key: each run of bytes, each longer word.
  const words = ["", ...new Set(kept.dump.match(/[0-9a-f]{16,}|[\w-]{20,}/g))];
  const keys = words.flatMap((word) => [Buffer.from(word), Buffer.from(word, "hex")]);
  const guesses = [
    ...keys.map((each) => createHmac("sha256", each).update(REFERENCE).digest("hex")),
    ...["md5", "sha1", "sha256", "sha512"].map((name) => createHash(name).update(REFERENCE).digest("hex")),
  ];
  expect(guesses.length).toBeGreaterThan(200);
  expect(guesses.filter((guess) => kept.dump.includes(guess.slice(0, PSEUDONYM_DIGITS)))).toEqual([]);
});
