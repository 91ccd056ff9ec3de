import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { setTimeout as sleep } from "node:timers/promises";
import type { DataSource } from "typeorm";
import { entities } from "../../src/entities.js";
import { hashOfToken } from "../../src/modules/access/core/api-key-format.js";
import { createDataSource } from "../../src/platform/db/data-source.js";
import { Keyring } from "../../src/platform/keyring.js";
import { run, sql } from "../../src/platform/db/sql.js";
import { sessionMark } from "../../src/platform/secrets/session-mark.js";
import { GIVE_ACCOUNTING } from "../support/accounting-operations.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import {
  confirmIdentity,
  decidedRequest,
  OPEN_REQUEST,
  rightsRequestInput,
} from "../support/rights-operations.js";
import { startHolder, type Holder } from "../support/rotating.js";
import { sendList } from "../support/send-list.js";
import { dumpRows } from "../support/stored-rows.js";
import { createTestDatabase, type TestDatabase } from "../support/test-database.js";
import { apiOf, startApp, TEST_SECRET, type Api } from "../support/test-server.js";

const NEXT_SECRET = "the secret that takes its place, long enough as well";
const SECRET_COLUMNS = {
  subject: ["pseudonym"],
  erased_subject: ["tombstone"],
  subject_list: ["digest"],
  sealed_reference: ["sealed"],
  rights_request_person: ["pseudonym", "sealed"],
  accounting_given_person: ["pseudonym"],
  recipient_notification_secret: ["sealed"],
  disclosure_fingerprint: ["subjects", "content", "external_reference"],
};

let database: TestDatabase;
let owner: DataSource;
let earlier: Running;
let later: Running;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = await createDataSource({ url: database.ownerUrl, entities }).initialize();
  earlier = await start({ secret: TEST_SECRET, previous: null });
});
afterAll(async () => {
  await later?.stop();
  await earlier.stop();
  await owner.destroy();
  await database.drop();
});

interface Running {
  readonly holder: Holder;
  readonly api: Api;
  readonly url: string;
  stop(): Promise<void>;
}

async function start(secrets: Parameters<typeof startHolder>[1], key?: string): Promise<Running> {
  const holder = await startHolder(database.apiUrl, secrets);
  const { app, url, admin } = await startApp(
    holder.dataSource,
    { keyring: holder.keyring, sealReferences: true },
    key ?? null,
  );
  let stopped: Promise<void> | undefined;
  const end = async () => {
    app.http.server.closeAllConnections();
    await app.http.close();
    await holder.dataSource.destroy();
  };
  return { holder, url, api: admin, stop: () => (stopped ??= end()) };
}

/** What was recorded before the change, and must be recognised for ever. */
const named = disclosureInput({ subjects: ["ann", "bob"], externalReference: "order 7" });
const again = disclosureInput({ subjects: ["ann", "bob"], externalReference: "order 7" });
const request = rightsRequestInput({ subject: "ann", kind: "ACCESS" });
let list: string;
let listed: Record<string, unknown>;
let accounting: Record<string, unknown>;
let stored: readonly string[];

async function storedBytes(): Promise<string[]> {
  const values = await Promise.all(
    Object.entries(SECRET_COLUMNS).flatMap(([table, columns]) =>
      columns.map(async (column) => {
        const rows = await run<{ hex: string }>(
          owner.manager,
          sql([`SELECT encode(${column}, 'hex') AS hex FROM ${table} WHERE ${column} IS NOT NULL`]),
        );
        if (rows.length === 0) throw new Error(`The test stores nothing in ${table}.${column}.`);
        return rows.map(({ hex }) => hex);
      }),
    ),
  );
  return values.flat();
}

/** What a caller sees of it, which nothing of the change may alter. */
async function seenBy(api: Api): Promise<unknown> {
  const retried = [];
  for (const input of [named, again, listed]) retried.push(await api.request(RECORD, { input }));
  const other = { ...named, subjects: ["ann", "cyd"] };
  const [conflict] = await api.errorsOf(RECORD, { input: other });
  return {
    retried,
    conflict: conflict!.extensions,
    request: await api.request(OPEN_REQUEST, { input: request }),
    accounting: await api.request(GIVE_ACCOUNTING, { input: accounting }),
    revealed: await revealed(api),
    known: await api.request(
      `query ($id: UUID!) {
        disclosure(id: $id) { duplicatesSuspected { id } subjects { nodes { id } } }
        ann: dataSubject(reference: "ann") { id disclosures { totalCount } requests { nodes { id } }
          accountingsGiven { nodes { id } } }
        gone: dataSubject(reference: "eve") { id }
        recipientNotifications(first: 10) { nodes { id status subjectReference partnerReferences } }
      }`,
      { id: named.id },
    ),
  };
}

it("what was recorded is recognised before, while and after the secret is changed, and recording goes on", async () => {
  const { api, url } = earlier;
  list = (await sendList({ url, key: api.key }, "ann\nbob\ncyd\n")).id!;
  listed = disclosureInput({ subjects: undefined, subjectList: list });
  await decidedRequest(api, { subject: "eve", kind: "ERASURE" });
  for (const input of [named, again, listed]) await api.request(RECORD, { input });
  await decidedRequest(api, { subject: "bob", kind: "RECTIFICATION" });
  await api.request(OPEN_REQUEST, { input: request });
  await confirmIdentity(api, request.id);
  const { id } = rightsRequestInput();
  accounting = { id, subject: "ann" };
  await api.request(GIVE_ACCOUNTING, { input: accounting });
  const before = await seenBy(api);
  expect(before).toMatchObject({ request: { openRightsRequest: { created: false } } });
  stored = await storedBytes();

  later = await start({ secret: NEXT_SECRET, previous: TEST_SECRET }, api.key);
  const { rotation } = later.holder;
  await rotation.run();
  // A process with the earlier secret is at work: nothing was brought over, and both see the same.
  expect(await storedBytes()).toEqual(expect.arrayContaining([...stored]));
  expect(await seenBy(api)).toEqual(before);
  expect(await seenBy(later.api)).toEqual(before);
  const key = await newKey(later.api);
  expect(await seenBy(apiOf(url, key))).toEqual(before);

  await earlier.stop();
  await untilGone(sessionMark(TEST_SECRET));
  const watching = seenBy(later.api);
  await rotation.run();
  expect(await watching).toEqual(before);
  expect(await seenBy(later.api)).toEqual(before);
  expect(await seenBy(apiOf(later.url, key))).toEqual(before);
  expect(
    await later.api.request(RECORD, { input: disclosureInput({ subjects: undefined, subjectList: list }) }),
  ).toMatchObject({ recordDisclosure: { created: true, disclosure: { subjectCount: 3 } } });
});

/** Waits until PostgreSQL has ended the sessions of a name: their connections are closed a moment before. */
async function untilGone(name: string): Promise<void> {
  const sessions = () =>
    run(
      later.holder.dataSource.manager,
      sql`SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = ${name}`,
    );
  while ((await sessions()).length > 0) await sleep(5);
}

async function revealed(api: Api): Promise<unknown> {
  const { ann } = await api.request<{ ann: { id: string } }>(`{ ann: dataSubject(reference: "ann") { id } }`);
  return api.request(
    "mutation ($input: RevealReferenceInput!) { revealReference(input: $input) { reference } }",
    {
      input: { id: ann.id, reason: "To see that it can still be read." },
    },
  );
}

async function newKey(api: Api): Promise<string> {
  const { createApiKey } = await api.request<{ createApiKey: { secret: string } }>(
    `mutation { createApiKey(input: { name: "made meanwhile", role: ADMIN }) { secret } }`,
  );
  return createApiKey.secret;
}

it("whoever takes the database then, and has the earlier secret, recognises nobody, and no key made since", async () => {
  const made = await newKey(later.api);
  const dump = await dumpRows(owner);
  expect(stored.length).toBeGreaterThan(15);
  expect(stored.filter((hex) => dump.includes(hex))).toEqual([]);
  const isUnder = (generation: number) =>
    dump.includes(hashOfToken(later.holder.keyring.deriveOf(generation, "api-key/v1"), made).toString("hex"));
  expect([isUnder(1), isUnder(2)]).toEqual([false, true]);
  const [rotation] = await run<{ earlier: Buffer }>(owner.manager, sql`SELECT earlier FROM secret_rotation`);
  expect(() => Keyring.open(TEST_SECRET, 2, rotation!.earlier)).toThrow();
});

it("a process with the earlier secret does not start any more, and is told why", async () => {
  const refusalOf = (secret: string, previous: string | null) =>
    startHolder(database.apiUrl, { secret, previous }).then(
      () => "started",
      (error: Error) => error.message,
    );
  expect(await refusalOf(TEST_SECRET, null)).toMatch(/^REGISTRY_SECRET is an earlier secret/);
  expect(await refusalOf("another secret, that nobody ever gave", null)).toMatch(
    /^REGISTRY_SECRET is not the one .* REGISTRY_SECRET_PREVIOUS/s,
  );
  expect(await refusalOf("another secret, that nobody ever gave", TEST_SECRET)).toMatch(/is not the one/);
  const alone = await startHolder(database.apiUrl, { secret: NEXT_SECRET, previous: null });
  expect(alone.keyring.generation).toBe(2);
  expect(alone.keyring.derive("any")).toEqual(new Keyring(TEST_SECRET).derive("any"));
  await alone.dataSource.destroy();
});

it("a connection that a process with the earlier secret opens is refused once rows are brought over, and not before", async () => {
  const third = { secret: `${NEXT_SECRET}, again`, previous: NEXT_SECRET };
  const holder = await startHolder(database.apiUrl, { secret: NEXT_SECRET, previous: null });
  const next = await startHolder(database.apiUrl, third);
  const twoAtOnce = () =>
    Promise.all([1, 2].map(() => holder.dataSource.manager.query("SELECT pg_sleep(0.05)")));
  await twoAtOnce();
  await expect(
    startHolder(database.apiUrl, {
      secret: "a fourth, while the third is new to it all",
      previous: third.secret,
    }),
  ).rejects.toThrow(/the change before has not ended/);
  // As a process that was cut off from the database, and has not lost a word by it.
  await owner.manager.query("UPDATE secret_rotation SET wrapping_at = now() WHERE generation = 3");
  await expect(Promise.all([twoAtOnce(), twoAtOnce()])).rejects.toThrow(/secret has been changed/);
  await holder.dataSource.destroy();
  await next.dataSource.destroy();
});
