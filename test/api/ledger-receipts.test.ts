import { beforeAll, describe, expect, it } from "@jest/globals";
import { setTimeout as sleep } from "node:timers/promises";
import { v7 } from "uuid";
import { parseLeaf } from "../../src/modules/ledger/core/leaf-text.js";
import { parseVerifierKey } from "../../src/modules/ledger/core/note-keys.js";
import { verifyTlogProof } from "../../src/modules/ledger/core/tlog-proof.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { AMEND, RECORD_BATCH } from "../support/disclosure-operations.js";
import { startApp, withTestServer, type Api } from "../support/test-server.js";

const server = withTestServer();
let verifierKey: string;
beforeAll(async () => {
  verifierKey = (await server.ledger()).verifierKey;
});

const RECORD_FOR_RECEIPT = /* GraphQL */ `
  mutation ($input: RecordDisclosureInput!) {
    recordDisclosure(input: $input) {
      created
      disclosure {
        receipt
      }
    }
  }
`;

async function record(input: { readonly id: string }, api: Api = server.admin): Promise<string | null> {
  const { recordDisclosure } = await api.request<{
    recordDisclosure: { disclosure: { receipt: string | null } };
  }>(RECORD_FOR_RECEIPT, { input });
  return recordDisclosure.disclosure.receipt;
}

async function receiptOf(id: string): Promise<string | null> {
  const { disclosure } = await server.admin.request<{ disclosure: { receipt: string | null } }>(
    `{ disclosure(id: "${id}") { receipt } }`,
  );
  return disclosure.receipt;
}

/** What a receipt proves. Throws where it proves nothing. */
function proven(receipt: string | null) {
  const { leaf, index, signed } = verifyTlogProof(receipt!, {
    log: parseVerifierKey(verifierKey),
    witnesses: [],
  });
  return { ...parseLeaf(leaf), index, size: signed.size };
}

describe("A disclosure's receipt", () => {
  it("is there once the disclosure is published, and proves what was recorded", async () => {
    const input = disclosureInput({ subjects: ["ann", "bob"], recordCount: 7 });
    expect(await record(input)).toBeNull();
    expect(await receiptOf(input.id)).toBeNull();
    await server.publish();
    const { kind, event, values } = proven(await receiptOf(input.id));
    expect([kind, event]).toEqual(["disclosure", input.id]);
    expect(Object.fromEntries(values)).toMatchObject({
      id: input.id,
      occurred_at: "2026-03-01T10:00:00.000Z",
      recipient: "example_courier",
      categories: "identification.first_name identification.home_address",
      record_count: "7",
      subject_count: "2",
      users: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it("stays valid while the log grows, and is given anew for the newest checkpoint", async () => {
    const input = disclosureInput();
    await record(input);
    await server.publish();
    const first = await receiptOf(input.id);
    await record(disclosureInput());
    await server.publish();
    const second = await receiptOf(input.id);
    expect(proven(second).index).toBe(proven(first).index);
    expect(proven(second).size).toBeGreaterThan(proven(first).size);
  });

  it("is no receipt of anything else: another leaf, place or key is refused", async () => {
    const [one, other] = [disclosureInput(), disclosureInput()];
    for (const input of [one, other]) await record(input);
    await server.publish();
    const [receipt, another] = [(await receiptOf(one.id))!, (await receiptOf(other.id))!];
    const lineOf = (text: string, start: string) => text.split("\n").find((line) => line.startsWith(start))!;
    for (const start of ["extra ", "index "]) {
      const swapped = receipt.replace(lineOf(receipt, start), lineOf(another, start));
      expect(() => proven(swapped)).toThrow("do not lead");
    }
    const stranger = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";
    expect(() => verifyTlogProof(receipt, { log: parseVerifierKey(stranger), witnesses: [] })).toThrow(
      "not signed by",
    );
  });

  it("is there for one that was restated, and for the one that restates it", async () => {
    const [input, id] = [disclosureInput(), v7()];
    await record(input);
    const restated = { ...disclosureInput({ subjects: ["carl"] }), id: undefined };
    await server.admin.request(AMEND, {
      input: { id, amends: input.id, reason: "A slip.", restated },
    });
    await server.publish();
    expect(proven(await receiptOf(input.id)).event).toBe(input.id);
    expect(proven(await receiptOf(id)).values.get("amends")).toBe(input.id);
  });

  it("costs three statements, however many are asked for", async () => {
    const inputs = Array.from({ length: 60 }, () => disclosureInput());
    await server.admin.request(RECORD_BATCH, { inputs });
    await server.publish();
    const ofLedger = async (first: number) => {
      const page = `{ disclosures(first: ${first}) { nodes { receipt } } }`;
      const { statements } = await server.statementsOf(() => server.admin.request(page));
      return statements.filter((text) => text.includes("ledger_")).length;
    };
    expect(await ofLedger(2)).toBe(3);
    expect(await ofLedger(50)).toBe(3);
  });
});

describe("Every published entry", () => {
  it("can be read, and has a receipt by its kind and event, whatever its key is made of", async () => {
    await record(disclosureInput());
    await server.publish();
    const ask = async <Answer>(selection: string) =>
      (await server.admin.request<{ ledger: Answer }>(`{ ledger { ${selection} } }`)).ledger;
    const { size } = await ask<{ size: number }>("size");
    const kinds = new Set<string>();
    for (let index = 0; index < size; index++) {
      const { entry } = await ask<{ entry: { kind: string; event: string } }>(
        `entry(index: ${index}) { kind event }`,
      );
      if (kinds.has(entry.kind)) continue;
      kinds.add(entry.kind);
      const { receipt } = await ask<{ receipt: string | null }>(
        `receipt(event: "${entry.event}", kind: "${entry.kind}")`,
      );
      expect(proven(receipt)).toMatchObject({ ...entry, index });
    }
    for (const kind of ["disclosure", "data_map_revision", "api_key_secret"]) expect(kinds).toContain(kind);
  });
});

describe("A key that only records", () => {
  it("gets the receipt of what it recorded, by sending it again", async () => {
    const integration = await server.as("INTEGRATION");
    const input = disclosureInput();
    expect(await record(input, integration)).toBeNull();
    await server.publish();
    expect(proven(await record(input, integration)).event).toBe(input.id);
  });

  it("gets no receipt of what another key recorded", async () => {
    const [integration, other] = [await server.as("INTEGRATION"), await server.as("INTEGRATION")];
    const input = disclosureInput();
    await record(input, other);
    await server.publish();
    const [error] = await integration.errorsOf(RECORD_FOR_RECEIPT, { input });
    expect(error).toMatchObject({
      message: expect.stringContaining("it needs the permission READ_LEDGER"),
      extensions: { code: "FORBIDDEN" },
    });
  });

  it("reads nothing else of the ledger, and a reporter nothing at all", async () => {
    const input = disclosureInput();
    await server.admin.request(RECORD, { input });
    const [integration, reporter] = [await server.as("INTEGRATION"), await server.as("REPORTER")];
    const asked: [Api, string][] = [
      [integration, "{ ledger { size } }"],
      [integration, `{ disclosure(id: "${input.id}") { receipt } }`],
      [reporter, "{ ledger { size } }"],
      [reporter, `{ disclosure(id: "${input.id}") { receipt } }`],
    ];
    for (const [api, query] of asked)
      expect((await api.errorsOf(query))[0]!.extensions.code).toBe("FORBIDDEN");
  });
});

describe("A process that can write the ledger", () => {
  it("writes it, also where one that cannot leads the background work", async () => {
    const { writer } = await server.ledger();
    const able = await startApp(server.database.api, { writing: { ledger: writer } }, server.admin.key);
    expect(server.app.ledgerLeader).toBeNull();
    server.app.leader.start();
    while ((await leaders()) === 0) await sleep(5);
    const leading = [able.app.leader, able.app.ledgerLeader!];
    for (const each of leading) each.start();
    const input = disclosureInput();
    await server.admin.request(RECORD, { input });
    while ((await receiptOf(input.id)) === null) await sleep(20);
    await Promise.all([server.app.leader, ...leading].map((each) => each.stop()));
    able.app.http.server.closeAllConnections();
    await able.app.http.close();
  });

  const leaders = async () => {
    const [row] = await server.database.owner.query<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM pg_locks
        WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    return row!.count;
  };
});
