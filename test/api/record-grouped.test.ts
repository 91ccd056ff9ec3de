import { afterEach, describe, expect, it } from "@jest/globals";
import { setTimeout as sleep } from "node:timers/promises";
import { v7 } from "uuid";
import { boundKeysOf } from "../support/bound-keys.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { storeRevisionSilently } from "../support/store-revision.js";
import { execute, testCluster } from "../support/test-cluster.js";
import { withTestServer, type Api, type RequestError } from "../support/test-server.js";
import { untilWaiting } from "../support/until-waiting.js";

const FROM_HERE = { address: "127.0.0.1", mayTry: () => true };

const server = withTestServer();

type Input = Record<string, unknown> & { readonly id: string };

/** What a single call answered: whether it created the record, or the error's code and fields. */
type Fate = boolean | { readonly code: string; readonly fields?: readonly string[] };

async function fateOf(input: Input, api: Api = server.admin): Promise<Fate> {
  const response = await fetch(server.url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${api.key}` },
    body: JSON.stringify({ query: RECORD, variables: { input } }),
  });
  const { data, errors } = (await response.json()) as {
    data?: { recordDisclosure: { created: boolean; disclosure: { id: string } } } | null;
    errors?: RequestError[];
  };
  if (errors) return errors[0]!.extensions;
  expect(data!.recordDisclosure.disclosure.id).toBe(input.id);
  return data!.recordDisclosure.created;
}

/** Until the server has begun to read so many requests more, and a little longer, so that it has read them. */
async function untilReceived(requests: number): Promise<void> {
  const { server: http } = server.app.http;
  await new Promise<void>((resolve) => {
    const count = () => {
      requests -= 1;
      if (requests > 0) return;
      http.off("request", count);
      resolve();
    };
    http.on("request", count);
  });
  await sleep(50);
}

/**
 * Holds every transaction up at its first insert until all calls are waiting behind those that took the slots, so that the
 * calls are sure to share transactions.
 */
async function whileSlotsAreBusy(
  calls: readonly (() => Promise<Fate>)[],
  meanwhile: () => Promise<unknown> = () => Promise.resolve(),
): Promise<Fate[]> {
  const holder = server.database.owner.createQueryRunner();
  await holder.startTransaction();
  await holder.query("LOCK TABLE disclosure IN SHARE ROW EXCLUSIVE MODE");
  const busy = [fateOf(disclosureInput())];
  await untilWaiting(server.database.api, 1);
  busy.push(fateOf(disclosureInput()));
  await untilWaiting(server.database.api, 2);
  const received = untilReceived(calls.length);
  const fates = calls.map((call) => call());
  await received;
  await meanwhile();
  await holder.commitTransaction();
  await holder.release();
  expect(await Promise.all(busy)).toEqual([true, true]);
  return Promise.all(fates);
}

/** Which of the disclosures were recorded, by the transaction that recorded them. */
async function transactionsOf(inputs: readonly Input[]): Promise<string[][]> {
  const rows = await server.database.owner.query<{ ids: string[] }[]>(
    "SELECT array_agg(id::text ORDER BY id) AS ids FROM disclosure WHERE id = ANY ($1::uuid[]) GROUP BY xmin::text ORDER BY 1",
    [inputs.map(({ id }) => id)],
  );
  return rows.map(({ ids }) => ids);
}

const inputs = (count: number, changes: (index: number) => Record<string, unknown> = () => ({})) =>
  Array.from({ length: count }, (_, index) => disclosureInput(changes(index)));

describe("single calls", () => {
  it("one after the other have a transaction each", async () => {
    const sent = inputs(3);
    for (const input of sent) expect(await fateOf(input)).toBe(true);
    expect(await transactionsOf(sent)).toHaveLength(3);
  });

  it("that arrive while others are being committed share a transaction, each with its own users and recorder", async () => {
    const keys = await Promise.all([server.as("INTEGRATION"), server.as("INTEGRATION")]);
    const sent = inputs(12, () => ({ subjects: [v7(), "a user of all"], note: "Together" }));
    const fates = await whileSlotsAreBusy(sent.map((input, index) => () => fateOf(input, keys[index % 2])));
    expect(fates).toEqual(sent.map(() => true));
    expect(await transactionsOf(sent)).toEqual([sent.map(({ id }) => id)]);
    const rows = await server.database.owner.query<
      { id: string; by: string; users: number; texts: number }[]
    >(
      `SELECT id, recorded_by AS by, (SELECT count(*)::int FROM free_text WHERE fact_id = d.id) AS texts,
              (SELECT count(*)::int FROM coverage WHERE disclosure_id = d.id AND slot >= 0) AS users
         FROM disclosure d WHERE id = ANY ($1::uuid[]) ORDER BY id`,
      [sent.map(({ id }) => id)],
    );
    const recorders = await Promise.all(
      keys.map(async ({ key }) => (await server.app.keys.authenticate(key, FROM_HERE)).keyId),
    );
    expect(rows).toEqual(sent.map(({ id }, index) => ({ id, by: recorders[index % 2], users: 2, texts: 1 })));
  });

  it("of a bound key share a transaction with its own alone", async () => {
    const keys = boundKeysOf(server);
    const bank = await keys.newKey({ recipients: ["example_bank"] });
    const courier = await keys.newKey({ recipients: ["example_courier"] });
    const about = (api: Api) =>
      disclosureInput({ recipient: api === bank ? "example_bank" : "example_courier" });
    // So that the keys are known, and nobody is looked up while the others wait.
    for (const api of [bank, courier]) expect(await fateOf(about(api), api)).toBe(true);
    const apis = [server.admin, bank, server.admin, courier, bank, courier];
    const sent = apis.map(about);
    const fates = await whileSlotsAreBusy(sent.map((input, index) => () => fateOf(input, apis[index])));
    expect(fates).toEqual(sent.map(() => true));
    const callersOf = (ids: string[]) =>
      new Set(ids.map((id) => apis[sent.findIndex((each) => each.id === id)]));
    const transactions = await transactionsOf(sent);
    expect(transactions.length).toBeLessThan(sent.length);
    expect(transactions.filter((ids) => callersOf(ids).size > 1)).toEqual([]);
  });

  it("beyond the size of a group go on in the next one", async () => {
    const sent = inputs(150, (index) => ({ subjects: [`user ${index % 7}`] }));
    expect(await whileSlotsAreBusy(sent.map((input) => () => fateOf(input)))).toEqual(sent.map(() => true));
    const sizes = (await transactionsOf(sent)).map((ids) => ids.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(64);
    expect(sizes.length).toBeLessThan(10);
  });

  it("that name many users wait for no slot, and hold none up", async () => {
    const many = disclosureInput({ subjects: Array.from({ length: 101 }, () => v7()) });
    const sent = inputs(5);
    await whileSlotsAreBusy([many, ...sent].map((input) => () => fateOf(input)));
    const transactions = await transactionsOf([many, ...sent]);
    expect(transactions).toContainEqual([many.id]);
    expect(transactions).toContainEqual(sent.map(({ id }) => id));
  });
});

describe("single calls of one transaction", () => {
  it("that repeat one another record once, and those that repeat an earlier call answer its record", async () => {
    const [repeated, earlier] = inputs(2, () => ({ note: "Once" }));
    await fateOf(earlier!);
    const fates = await whileSlotsAreBusy(
      [repeated!, earlier!, repeated!, disclosureInput(), repeated!].map((input) => () => fateOf(input)),
    );
    expect([fates[0], fates[2], fates[4]].sort()).toEqual([false, false, true]);
    expect([fates[1], fates[3]]).toEqual([false, true]);
    expect(await fateOf(repeated!)).toBe(false);
  });

  it("with one id and other content record the first, and name to the others what differs", async () => {
    const id = v7();
    const fates = await whileSlotsAreBusy([
      ...inputs(4, (index) => ({ id, recordCount: index + 1 })).map((input) => () => fateOf(input)),
      () => fateOf(disclosureInput()),
    ]);
    expect(fates.filter((fate) => fate === true)).toHaveLength(2);
    const refused = fates.filter((fate) => fate !== true);
    expect(refused).toEqual(Array(3).fill({ code: "CONFLICT", fields: ["recordCount"] }));
  });

  it("are refused each for its own fault", async () => {
    const integration = await server.as("INTEGRATION");
    const reporter = await server.as("REPORTER");
    const sound = inputs(3);
    const old = disclosureInput({ id: v7({ msecs: Date.parse("2020-01-01") }) });
    const fates = await whileSlotsAreBusy([
      () => fateOf(sound[0]!),
      () => fateOf(disclosureInput({ recipient: "nobody", categories: [] })),
      () => fateOf(disclosureInput({ id: undefined }), integration),
      () => fateOf(sound[1]!),
      () => fateOf(disclosureInput(), reporter),
      () => fateOf(old),
      () => fateOf(sound[2]!),
    ]);
    expect(fates).toEqual([
      true,
      { code: "BAD_USER_INPUT", fields: ["recipient", "categories"] },
      { code: "BAD_USER_INPUT", fields: ["id"] },
      true,
      { code: "FORBIDDEN" },
      { code: "BAD_USER_INPUT", fields: ["id"] },
      true,
    ]);
    expect(await transactionsOf(sound)).toHaveLength(1);
  });
});

describe("a call that makes the transaction fail", () => {
  const REFUSED_COUNTS = [13, 14];
  const constrain = (clause: string) => server.database.owner.query(`ALTER TABLE disclosure ${clause}`);

  afterEach(() => constrain("DROP CONSTRAINT IF EXISTS refused_by_the_test"));

  it("fails alone: its neighbours are recorded, and nothing of it is", async () => {
    await constrain(
      `ADD CONSTRAINT refused_by_the_test CHECK (record_count NOT IN (${REFUSED_COUNTS.join(", ")}))`,
    );
    const sent = inputs(16, (index) => ({ recordCount: index + 1, subjects: [`user ${index}`, v7()] }));
    const fates = await whileSlotsAreBusy(sent.map((input) => () => fateOf(input)));
    expect(fates).toEqual(
      sent.map(({ recordCount }) =>
        REFUSED_COUNTS.includes(recordCount as number) ? { code: "INTERNAL" } : true,
      ),
    );
    await constrain("DROP CONSTRAINT refused_by_the_test");
    for (const input of sent) {
      expect(await fateOf(input)).toBe(REFUSED_COUNTS.includes(input.recordCount as number));
    }
  });
});

describe("a connection lost in the middle of a shared transaction", () => {
  it("is told to all of its calls as UNAVAILABLE, and each sent again is recorded once", async () => {
    const sent = inputs(10, () => ({ subjects: [v7()] }));
    const holder = server.database.owner.createQueryRunner();
    await holder.startTransaction();
    await holder.query("LOCK TABLE free_text IN ACCESS EXCLUSIVE MODE");
    const withText = sent.map((input) => ({ ...input, note: "Told" }));
    const fates = Promise.all(withText.map((input) => fateOf(input)));
    await untilWaiting(server.database.api, 1);
    await execute(
      testCluster().apiUrl,
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
        WHERE datname = '${new URL(server.database.apiUrl).pathname.slice(1)}' AND wait_event_type = 'Lock'`,
    );
    await holder.rollbackTransaction();
    await holder.release();
    const lost = (await fates).filter((fate) => fate !== true);
    expect(lost.length).toBeGreaterThan(0);
    expect(lost).toEqual(lost.map(() => ({ code: "UNAVAILABLE" })));
    const again = await Promise.all(withText.map((input) => fateOf(input)));
    expect(again.filter((created) => created === true)).toHaveLength(lost.length);
    expect((await transactionsOf(sent)).flat()).toHaveLength(sent.length);
  });
});

describe("a data map that moves while calls are gathering", () => {
  it("has them read anew under the newest revision", async () => {
    const { owner } = server.database;
    const stale = server.app.dataMap.current().revision;
    const sent = inputs(8, () => ({ occurredAt: new Date().toISOString() }));
    const fates = await whileSlotsAreBusy(
      sent.map((input) => () => fateOf(input)),
      () => storeRevisionSilently(owner),
    );
    expect(fates).toEqual(sent.map(() => true));
    expect(server.app.dataMap.current().revision).toBe(stale + 1);
    const pinned: unknown = await owner.query(
      "SELECT DISTINCT revision FROM disclosure WHERE id = ANY ($1::uuid[])",
      [sent.map(({ id }) => id)],
    );
    expect(pinned).toEqual([{ revision: stale + 1 }]);
  });
});
