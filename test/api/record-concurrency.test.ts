import { describe, expect, it } from "@jest/globals";
import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { DataSource } from "typeorm";
import { v7 } from "uuid";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { AMEND, RECORD_BATCH, type RecordedBatch } from "../support/disclosure-operations.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer, type RequestError } from "../support/test-server.js";
import { untilWaiting } from "../support/until-waiting.js";

const server = withTestServer();

/** How many rows each table gained while `work` ran. */
async function gainedBy(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await countRows(server.database.owner);
  await work();
  const after = await countRows(server.database.owner);
  return Object.fromEntries(Object.entries(after).map(([table, count]) => [table, count - before[table]!]));
}

interface Recorded {
  readonly recordDisclosure: { readonly created: boolean; readonly disclosure: { readonly id: string } };
}

function record(input: Record<string, unknown>): Promise<Recorded> {
  return server.admin.request<Recorded>(RECORD, { input });
}

/** The deadlocks that PostgreSQL has broken in this database. */
async function countDeadlocks(owner: DataSource): Promise<number> {
  const [row] = await owner.query<{ deadlocks: string }[]>(
    "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()",
  );
  return Number(row?.deadlocks);
}

/** The same for the same seed. */
function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const placeOf = (index: number) => createHash("sha256").update(`${seed} ${index}`).digest("hex");
  return items
    .map((item, index) => ({ item, place: placeOf(index) }))
    .sort((a, b) => a.place.localeCompare(b.place))
    .map(({ item }) => item);
}

describe("fifty calls at once", () => {
  it("with one id and content record it once, and all answer it", async () => {
    const input = disclosureInput({ subjects: [v7(), v7(), v7()], note: "Once" });
    const answers: Recorded[] = [];
    const gained = await gainedBy(async () => {
      answers.push(...(await Promise.all(Array.from({ length: 50 }, () => record(input)))));
    });
    expect(answers.filter(({ recordDisclosure }) => recordDisclosure.created)).toHaveLength(1);
    expect(new Set(answers.map(({ recordDisclosure }) => recordDisclosure.disclosure.id))).toEqual(
      new Set([input.id]),
    );
    expect(gained).toMatchObject({
      disclosure: 1,
      disclosure_fingerprint: 1,
      free_text: 1,
      coverage: 3,
      subject: 3,
    });
  });

  it("with one id and different content record one of them, and the others conflict", async () => {
    const id = v7();
    const answers = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) => record(disclosureInput({ id, recordCount: index + 1 }))),
    );
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const answer of answers) {
      if (answer.status === "fulfilled") continue;
      const { response } = answer.reason as { response: { errors: RequestError[] } };
      expect(response.errors.map(({ extensions }) => extensions)).toEqual([
        { code: "CONFLICT", fields: ["recordCount"] },
      ]);
    }
  });

  it("that see one user for the first time give that user one number", async () => {
    const reference = v7();
    const ids: string[] = [];
    const gained = await gainedBy(async () => {
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => record(disclosureInput({ subjects: [reference, v7()] }))),
      );
      ids.push(...answers.map(({ recordDisclosure }) => recordDisclosure.disclosure.id));
    });
    expect(gained).toMatchObject({ disclosure: 50, subject: 51, coverage: 100 });
    const { dataSubject } = await server.admin.request<{
      dataSubject: { disclosures: { nodes: { id: string }[] } };
    }>(
      "query ($reference: String!) { dataSubject(reference: $reference) { disclosures(first: 100) { nodes { id } } } }",
      { reference },
    );
    expect(dataSubject.disclosures.nodes.map(({ id }) => id).sort()).toEqual(ids.sort());
    const numbers = await server.database.owner.query<{ count: number; distinct: number }[]>(
      "SELECT count(*)::int AS count, count(DISTINCT number)::int AS distinct FROM subject",
    );
    expect(numbers[0]?.distinct).toBe(numbers[0]?.count);
  });
});

describe("batches at once with ids and users in common", () => {
  it("record each disclosure once, whatever their orders", async () => {
    const users = Array.from({ length: 60 }, () => v7());
    const inputs = Array.from({ length: 60 }, (_, index) =>
      disclosureInput({ subjects: shuffled(users, index).slice(0, 20) }),
    );
    let created = 0;
    const gained = await gainedBy(async () => {
      const batches = await Promise.all(
        Array.from({ length: 12 }, (_, seed) =>
          server.admin.request<RecordedBatch>(RECORD_BATCH, { inputs: shuffled(inputs, seed) }),
        ),
      );
      const results = batches.flatMap(({ recordDisclosures }) => recordDisclosures.results);
      expect(results.filter(({ error }) => error !== null)).toEqual([]);
      created = results.filter((result) => result.created).length;
    });
    expect(created).toBe(60);
    expect(gained).toMatchObject({ disclosure: 60, subject: 60, coverage: 60 * 20 });
  });
});

describe("two batches that name the same ids in opposite orders", () => {
  it("wait for one another in a line, also when the id in their middle is held up", async () => {
    const { owner } = server.database;
    const before = await countDeadlocks(owner);
    const inputs = Array.from({ length: 21 }, () => disclosureInput());
    await record(disclosureInput());
    const holder = owner.createQueryRunner();
    await holder.startTransaction();
    await holder.query(
      "INSERT INTO disclosure SELECT (jsonb_populate_record(d, jsonb_build_object('id', $1::text))).* FROM disclosure d LIMIT 1",
      [inputs[10]!.id],
    );
    const batches = Promise.all(
      [inputs, inputs.toReversed()].map((each) =>
        server.admin.request<RecordedBatch>(RECORD_BATCH, { inputs: each }),
      ),
    );
    await untilWaiting(server.database.api, 2);
    await holder.rollbackTransaction();
    await holder.release();
    const results = (await batches).flatMap(({ recordDisclosures }) => recordDisclosures.results);
    expect(results.filter(({ created }) => created)).toHaveLength(inputs.length);
    expect(results.filter(({ error }) => error !== null)).toEqual([]);
    // Sessions report at most once a second, and the server would have tried again without a word.
    await sleep(1_100);
    expect(await countDeadlocks(owner)).toBe(before);
  });
});

describe("amenders at once", () => {
  it("of one disclosure: exactly one wins, and the others are told who", async () => {
    const input = disclosureInput();
    await record(input);
    const ids = Array.from({ length: 10 }, () => v7());
    const gained = await gainedBy(async () => {
      const answers = await Promise.allSettled(
        ids.map((id, index) =>
          server.admin.request(AMEND, {
            input: {
              id,
              amends: input.id,
              reason: "Wrong.",
              ...(index % 2 === 0 ? { void: true } : { restated: disclosureInput({ id: undefined }) }),
            },
          }),
        ),
      );
      const winners = ids.filter((_, index) => answers[index]?.status === "fulfilled");
      expect(winners).toHaveLength(1);
      for (const answer of answers) {
        if (answer.status === "fulfilled") continue;
        const { response } = answer.reason as { response: { errors: RequestError[] } };
        expect(response.errors[0]).toMatchObject({ extensions: { code: "CONFLICT", fields: ["amends"] } });
        expect(response.errors[0]?.message).toContain(winners[0]);
      }
    });
    expect(gained).toMatchObject({ amendment: 1, superseded: 1 });
  });

  it("with one id and content record one amendment, and all answer it", async () => {
    const input = disclosureInput();
    await record(input);
    const amendment = {
      id: v7(),
      amends: input.id,
      reason: "Wrong.",
      restated: disclosureInput({ id: undefined }),
    };
    const gained = await gainedBy(async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, () =>
          server.admin.request<{ amendDisclosure: { created: boolean } }>(AMEND, { input: amendment }),
        ),
      );
      expect(answers.filter(({ amendDisclosure }) => amendDisclosure.created)).toHaveLength(1);
    });
    expect(gained).toMatchObject({ amendment: 1, superseded: 1, disclosure: 1 });
  });

  it("with one id for two disclosures: one is amended, the other stays as it was", async () => {
    const [one, other] = [disclosureInput(), disclosureInput()];
    await Promise.all([record(one), record(other)]);
    const id = v7();
    const gained = await gainedBy(async () => {
      const answers = await Promise.allSettled(
        [one, other].map((each) =>
          server.admin.request(AMEND, { input: { id, amends: each.id, reason: "Wrong.", void: true } }),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    });
    expect(gained).toMatchObject({ amendment: 1, superseded: 1 });
  });
});
