import { describe, expect, it } from "@jest/globals";
import { v4, v7 } from "uuid";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { RECORD_BATCH, type BatchResult, type RecordedBatch } from "../support/disclosure-operations.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer, type Api } from "../support/test-server.js";

const server = withTestServer();

async function recordAll(
  inputs: readonly unknown[],
  api: Api = server.admin,
): Promise<readonly BatchResult[]> {
  const { recordDisclosures } = await api.request<RecordedBatch>(RECORD_BATCH, { inputs });
  expect(recordDisclosures.results).toHaveLength(inputs.length);
  return recordDisclosures.results;
}

async function storedSince(before: Record<string, number>, table: string): Promise<number> {
  return (await countRows(server.database.owner))[table]! - before[table]!;
}

describe("recordDisclosures", () => {
  it("answers in the order of the inputs, whatever the order of their ids", async () => {
    const inputs = Array.from({ length: 40 }, (_, index) =>
      disclosureInput({ subjects: Array.from({ length: (index % 5) + 1 }, () => v7()) }),
    ).reverse();
    const results = await recordAll(inputs);
    expect(results).toEqual(
      inputs.map(({ id, subjects }) => ({
        created: true,
        disclosure: { id, subjectCount: (subjects as string[]).length },
        error: null,
      })),
    );
  });

  it("records what is right beside what is wrong", async () => {
    const before = await countRows(server.database.owner);
    const recorded = disclosureInput();
    await server.admin.request(RECORD, { input: recorded });
    const results = await recordAll([
      disclosureInput({ recipient: "nobody" }),
      disclosureInput(),
      disclosureInput({ id: v4(), subjects: [] }),
      recorded,
      { ...recorded, recordCount: 9 },
      disclosureInput({ id: undefined }),
    ]);
    expect(
      results.map(({ created, error }) => [created, error?.code ?? null, error?.fields ?? null]),
    ).toEqual([
      [false, "BAD_USER_INPUT", ["recipient"]],
      [true, null, null],
      [false, "BAD_USER_INPUT", ["id", "subjects"]],
      [false, null, null],
      [false, "CONFLICT", ["recordCount"]],
      [true, null, null],
    ]);
    expect(results.map(({ disclosure }) => disclosure === null)).toEqual([
      true,
      false,
      true,
      false,
      true,
      false,
    ]);
    expect(await storedSince(before, "disclosure")).toBe(3);
  });

  it("answers a repeated batch with the same records", async () => {
    const inputs = Array.from({ length: 10 }, () => disclosureInput({ note: "Once" }));
    await recordAll(inputs);
    const before = await countRows(server.database.owner);
    const again = await recordAll(inputs.toReversed());
    expect(again.map(({ created, error }) => [created, error])).toEqual(inputs.map(() => [false, null]));
    expect(await countRows(server.database.owner)).toEqual(before);
  });

  it("takes the same id twice for a retry where the content is the same, else for a conflict", async () => {
    const before = await countRows(server.database.owner);
    const input = disclosureInput({ subjects: ["twice-1", "twice-2"], note: "Twice" });
    const [first, second, third, fourth] = await recordAll([
      input,
      { ...input, id: input.id.toUpperCase(), subjects: ["twice-2", "twice-1"] },
      { ...input, subjects: ["twice-1"], purpose: "statistics" },
      { ...input, note: "Other" },
    ]);
    expect(first).toMatchObject({ created: true, disclosure: { id: input.id } });
    expect(second).toMatchObject({ created: false, disclosure: { id: input.id }, error: null });
    expect(third).toMatchObject({
      disclosure: null,
      error: { code: "CONFLICT", fields: ["purpose", "subjects"] },
    });
    expect(fourth).toMatchObject({ disclosure: null, error: { code: "CONFLICT", fields: ["note"] } });
    expect(await storedSince(before, "disclosure")).toBe(1);
    expect(await storedSince(before, "coverage")).toBe(2);
    expect(await storedSince(before, "free_text")).toBe(1);
  });

  it("records a good disclosure whose id a bad one before it had", async () => {
    const input = disclosureInput();
    const [bad, good] = await recordAll([{ ...input, recipient: "nobody" }, input]);
    expect(bad?.error?.fields).toEqual(["recipient"]);
    expect(good).toMatchObject({ created: true, disclosure: { id: input.id } });
  });

  it("gives one number to a user whom several disclosures of the batch name first", async () => {
    const before = await countRows(server.database.owner);
    const reference = v7();
    await recordAll(Array.from({ length: 20 }, () => disclosureInput({ subjects: [reference] })));
    expect(await storedSince(before, "subject")).toBe(1);
    expect(await storedSince(before, "coverage")).toBe(20);
  });

  it("asks a key with the role INTEGRATION for the id of every item", async () => {
    const [with_, without] = await recordAll(
      [disclosureInput(), disclosureInput({ id: null })],
      await server.as("INTEGRATION"),
    );
    expect(with_?.created).toBe(true);
    expect(without?.error).toMatchObject({ code: "BAD_USER_INPUT", fields: ["id"] });
  });

  it.each([0, 1_001])("refuses %d disclosures, and stores nothing", async (length) => {
    const before = await countRows(server.database.owner);
    const inputs = Array.from({ length }, () => disclosureInput());
    const [error] = await server.admin.errorsOf(RECORD_BATCH, { inputs });
    expect(error?.extensions).toEqual({ code: "BAD_USER_INPUT", fields: ["inputs"] });
    expect(error?.message).toBe("inputs: Send 1 to 1000 disclosures in one call.");
    expect(await countRows(server.database.owner)).toEqual(before);
  });

  it("records 1,000 disclosures of several users each in one call", async () => {
    const before = await countRows(server.database.owner);
    const inputs = Array.from({ length: 1_000 }, (_, index) =>
      disclosureInput({ subjects: [`many-${index}`, `many-${index + 1}`, `many-${index + 2}`] }),
    );
    const results = await recordAll(inputs);
    expect(results.every(({ created }) => created)).toBe(true);
    expect(await storedSince(before, "disclosure")).toBe(1_000);
    expect(await storedSince(before, "subject")).toBe(1_002);
    expect(await storedSince(before, "coverage")).toBe(3_000);
  });
});

describe("the number of SQL statements of a batch", () => {
  const batchOf = (count: number) =>
    Array.from({ length: count }, () =>
      disclosureInput({ subjects: [v7(), v7()], note: "Noted", externalReference: v7() }),
    );

  it("is the same for 500 disclosures as for one, when they are new and when they are repeated", async () => {
    // Numbers of users are taken by the block, so that now and then a call takes one: here this call takes it for all.
    await recordAll(batchOf(1));
    const few = batchOf(1);
    const many = batchOf(500);
    const statements = {
      few: await server.statementsOf(() => recordAll(few)),
      many: await server.statementsOf(() => recordAll(many)),
      fewAgain: await server.statementsOf(() => recordAll(few)),
      manyAgain: await server.statementsOf(() => recordAll(many)),
    };
    const apartFromBlocks = (texts: readonly string[]) =>
      texts.filter((text) => !text.includes("subject_number_block"));
    expect(apartFromBlocks(statements.many.statements)).toEqual(apartFromBlocks(statements.few.statements));
    expect(apartFromBlocks(statements.manyAgain.statements)).toEqual(
      apartFromBlocks(statements.fewAgain.statements),
    );
    expect(statements.few.count).toBeGreaterThan(0);
    expect(statements.many.count - statements.few.count).toBeLessThanOrEqual(1);
  });
});
