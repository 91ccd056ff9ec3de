import { beforeAll, describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { eventOf, findLedgerSalt, SetRoot } from "../../src/modules/ledger/index.js";
import { FINDING_LEAF } from "../../src/modules/policy/finding.leaf.js";
import { slotsOfRow, type StoredRow } from "../../src/modules/subjects/index.js";
import { raw, run, sql } from "../../src/platform/db/sql.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { AMEND } from "../support/disclosure-operations.js";
import { ACKNOWLEDGE, recordJudged } from "../support/finding-operations.js";
import { csvOfUsers, sendList } from "../support/send-list.js";
import { storeFact } from "../support/store-facts.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();
const db = () => server.database.owner.manager;
let salt: Buffer;
beforeAll(async () => {
  salt = await findLedgerSalt(db());
});

/** The lines of a pending leaf, without its first. */
async function linesOf(kind: string, event: string): Promise<string[]> {
  const rows = await run<{ leaf: Buffer }>(
    db(),
    sql`SELECT leaf FROM ledger_pending WHERE kind = ${kind} AND event = ${event}::uuid`,
  );
  expect(rows).toHaveLength(1);
  const [first, ...lines] = rows[0]!.leaf.toString("utf8").split("\n");
  expect(first).toBe(`disclosure-registry/leaf/v1 ${kind} ${event}`);
  expect(lines.pop()).toBe("");
  return lines;
}

/** The line of the root over the users that a table of sets holds for an owner. */
async function usersLine(table: string, column: string, owner: string, kind: string, event: string) {
  const rows = await run<StoredRow>(
    db(),
    sql`SELECT segment, slot, offsets, substring(bit_send(bitmap) FROM 5) AS bitmap FROM ${raw(table)}
         WHERE ${raw(column)} = ${owner}::uuid ORDER BY segment, slot`,
  );
  const slots = new Map<number, number[]>();
  for (const row of rows) slots.set(row.segment, [...(slots.get(row.segment) ?? []), ...slotsOfRow(row)]);
  const root = new SetRoot(salt, { kind, event });
  for (const [segment, own] of slots) root.add(segment, own);
  return { line: `users ${root.hex()}`, segments: slots.size };
}

const coverageLine = (id: string) => usersLine("coverage", "disclosure_id", id, "disclosure", id);

describe("The leaf of a disclosure", () => {
  it("holds what was recorded, texts as commitments, and the root over its users last", async () => {
    const input = disclosureInput({ note: "about Ann", subjects: ["ann", "ben", "carl"] });
    await server.admin.request(RECORD, { input });
    const lines = await linesOf("disclosure", input.id);
    expect(lines).toEqual(
      expect.arrayContaining([
        `id ${input.id}`,
        "occurred_at 2026-03-01T10:00:00.000Z",
        "recipient example_courier",
        "categories identification.first_name identification.home_address",
        "cross_border false",
        "subject_count 3",
        expect.stringMatching(/^free_text_commitments \{"note": "[0-9a-f]{64}"\}$/),
      ]),
    );
    expect(lines.at(-1)).toBe((await coverageLine(input.id)).line);
  });

  it("holds the same root whether its users are named or a list names them, in however many segments", async () => {
    const { id: subjectList } = await sendList({ url: server.url, key: server.admin.key }, csvOfUsers(5_000));
    const listed = disclosureInput({ subjects: undefined, subjectList });
    await server.admin.request(RECORD, { input: listed });
    const users = await coverageLine(listed.id);
    expect(users.segments).toBeGreaterThan(1);
    expect((await linesOf("disclosure", listed.id)).at(-1)).toBe(users.line);

    const named = disclosureInput({ subjects: Array.from({ length: 5_000 }, (_, n) => `user-${n}`) });
    await server.admin.request(RECORD, { input: named });
    expect((await linesOf("disclosure", named.id)).at(-1)).toBe((await coverageLine(named.id)).line);
  });

  it("is left once, however often the disclosure is sent", async () => {
    const input = disclosureInput();
    await server.admin.request(RECORD, { input });
    await server.admin.request(RECORD, { input });
    await linesOf("disclosure", input.id);
  });
});

describe("The leaves of what follows a disclosure", () => {
  it("are one for the amendment, the place it took, and the disclosure that is right", async () => {
    const wrong = disclosureInput();
    await server.admin.request(RECORD, { input: wrong });
    const { id: _, ...restated } = disclosureInput({ recipient: "example_courier", subjects: ["ann"] });
    const id = v7();
    await server.admin.request(AMEND, { input: { id, amends: wrong.id, reason: "Ann alone", restated } });
    expect(await linesOf("amendment", id)).toEqual(
      expect.arrayContaining([`amends ${wrong.id}`, "kind RESTATED"]),
    );
    expect(await linesOf("superseded", wrong.id)).toEqual([
      `disclosure_id ${wrong.id}`,
      `amendment_id ${id}`,
    ]);
    expect((await linesOf("disclosure", id)).at(-1)).toBe((await coverageLine(id)).line);
  });

  it("hold the root over whom a finding concerns, where it is not all, and none where it is", async () => {
    await recordJudged(server.admin, { subjects: ["ann", "ben"] });
    const block = {
      kind: "RESTRICTION",
      restriction: "BLOCK",
      categories: [],
      purposes: [],
      from: new Date("2026-02-10T10:00:00Z"),
    } as const;
    await storeFact(server.database.api, block, ["ann"]);
    for (const [subjects, concernsAll] of [
      [["ann", "ben"], false],
      [["ann"], true],
    ] as const) {
      const found = await recordJudged(server.admin, { subjects });
      const [finding] = await run<{ id: string; disclosureId: string }>(
        db(),
        sql`SELECT id, disclosure_id AS "disclosureId" FROM finding WHERE id = ${found[0]!.id}::uuid`,
      );
      const event = eventOf(FINDING_LEAF, [finding!.id, finding!.disclosureId]);
      const lines = await linesOf("finding", event);
      const { line } = await usersLine("finding_member", "finding_id", finding!.id, "finding", event);
      expect(lines).toContain(`concerns_all ${concernsAll}`);
      expect(lines.at(-1)).toEqual(concernsAll ? expect.stringMatching(/^detail /) : line);
      await server.admin.request(ACKNOWLEDGE, { input: { id: finding!.id, note: "seen" } });
    }
  });
});
