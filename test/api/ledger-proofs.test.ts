import { beforeAll, describe, expect, it } from "@jest/globals";
import { verifyConsistency, verifyInclusion, rootOf } from "../../src/modules/ledger/core/merkle-tree.js";
import { parseVerifierKey } from "../../src/modules/ledger/core/note-keys.js";
import { verifyTlogProof } from "../../src/modules/ledger/core/tlog-proof.js";
import { storeLog, type StoredLog } from "../support/stored-log.js";
import { withTestServer, type Api } from "../support/test-server.js";

const PUBLISHED = 259;
const STORED = 262;

const server = withTestServer({ rowsWithoutLeaves: "its log is made up" });
let auditor: Api;
let log: StoredLog;
let beforeTheFirst: Record<string, unknown>;
beforeAll(async () => {
  auditor = await server.as("AUDITOR");
  beforeTheFirst = await ask("size checkpoint publicKey");
  log = await storeLog(server.database.owner, STORED, PUBLISHED);
});

async function ask(selection: string): Promise<Record<string, unknown>> {
  return (await auditor.request<{ ledger: Record<string, unknown> }>(`{ ledger { ${selection} } }`)).ledger;
}

async function hashesOf(selection: string): Promise<Buffer[]> {
  const answer = Object.values(await ask(selection))[0] as string[];
  return answer.map((hash) => Buffer.from(hash, "base64"));
}

async function refusalOf(selection: string) {
  const errors = await auditor.errorsOf(`{ ledger { ${selection} } }`);
  expect(errors).toHaveLength(1);
  return { code: errors[0]!.extensions.code, message: errors[0]!.message };
}

describe("The ledger", () => {
  it("has nothing before the first checkpoint", () => {
    expect(beforeTheFirst).toEqual({ size: 0, checkpoint: null, publicKey: null });
  });

  it("says how far it is published, by whose key, and what waits", async () => {
    const ledger = await ask("isOn origin publicKey size pending checkpoint");
    expect(ledger).toMatchObject({
      size: PUBLISHED,
      origin: "ledger.example/log",
      publicKey: log.verifierKey,
    });
    const [waiting] = await server.database.owner.query<{ count: number }[]>(
      "SELECT count(*)::int AS count FROM ledger_pending",
    );
    expect(ledger.pending).toBe(STORED - PUBLISHED + waiting!.count);
    expect(ledger.checkpoint).toMatch(new RegExp(`^ledger.example/log\n${PUBLISHED}\n`));
  });

  it("shows an entry as it was hashed", async () => {
    expect(await ask("entry(index: 258) { index kind event text hash }")).toEqual({
      entry: {
        index: 258,
        kind: "disclosure",
        event: log.events[258],
        text: log.leaves[258]!.toString(),
        hash: log.hashes[258]!.toString("base64"),
      },
    });
  });

  it.each([
    [0, 1],
    [0, PUBLISHED],
    [255, 256],
    [100, 256],
    [256, PUBLISHED],
    [258, PUBLISHED],
    [130, 257],
  ])("proves that entry %i is in the tree of %i", async (index, size) => {
    const proof = await hashesOf(`inclusionProof(index: ${index}, size: ${size})`);
    const root = rootOf(log.hashes.slice(0, size));
    expect(verifyInclusion({ index, size, leafHash: log.hashes[index]!, proof, root })).toBe(true);
  });

  it.each([
    [1, 2],
    [1, PUBLISHED],
    [256, PUBLISHED],
    [255, 257],
    [7, 7],
  ])("proves that the tree of %i is the beginning of that of %i", async (from, to) => {
    const proof = await hashesOf(`consistencyProof(from: ${from}, to: ${to})`);
    const [fromRoot, toRoot] = [from, to].map((size) => rootOf(log.hashes.slice(0, size)));
    expect(verifyConsistency({ from, to, fromRoot: fromRoot!, toRoot: toRoot!, proof })).toBe(true);
  });

  it("gives a receipt of any fact by its kind and id, once it is published", async () => {
    const key = parseVerifierKey(log.verifierKey);
    const receiptOf = (event: string, kind = "disclosure") =>
      ask(`receipt(event: "${event}", kind: "${kind}")`);
    const { receipt } = await receiptOf(log.events[77]!);
    const { index, leaf } = verifyTlogProof(receipt as string, { log: key, witnesses: [] });
    expect([index, Buffer.from(leaf)]).toEqual([77, log.leaves[77]]);
    expect(await receiptOf(log.events[PUBLISHED]!)).toEqual({ receipt: null });
    expect(await receiptOf(log.events[77]!, "amendment")).toEqual({ receipt: null });
    expect(await receiptOf("0195511d-2c00-7cc3-98c4-dc0c0c07398f")).toEqual({ receipt: null });
  });
});

/** Entries from 259 on are stored; no checkpoint covers them. */
describe("A proof of what is not in the published tree", () => {
  it.each([
    [`entry(index: ${PUBLISHED}) { text }`, /^index: The log is published up to size 259: ask .* again/],
    [
      `inclusionProof(index: ${PUBLISHED}, size: ${PUBLISHED})`,
      /^index: The tree of this size has no such leaf yet: .*up to 259\./,
    ],
    ["inclusionProof(index: 5, size: 5)", /^index: The tree of this size has no such leaf yet/],
    ["inclusionProof(index: 0, size: 0)", /^index: /],
    [`inclusionProof(index: 0, size: ${PUBLISHED + 1})`, /^size: The log is published up to size 259/],
    [`consistencyProof(from: 1, to: ${PUBLISHED + 1})`, /^to: The log is published up to size 259/],
    ["consistencyProof(from: 3, to: 2)", /^from: It is greater than to: ask from the smaller size/],
    ["consistencyProof(from: 0, to: 2)", /^from: Every log begins with the empty one.*ask from size 1 on/],
    [
      `receipt(event: "0195511d-2c00-7cc3-98c4-dc0c0c07398f", kind: "pear")`,
      /^kind: .*name one of .*disclosure, /,
    ],
  ])("is refused for %s", async (selection, message) => {
    expect(await refusalOf(selection)).toEqual({
      code: "BAD_USER_INPUT",
      message: expect.stringMatching(message),
    });
  });

  it.each([
    ["index", -1],
    ["index", 1.5],
    ["index", "1"],
    ["size", 9_007_199_254_740_992],
  ])("is refused where %s is %s", async (field, value) => {
    const [error] = await auditor.errorsOf(
      "query ($index: Count!, $size: Count!) { ledger { inclusionProof(index: $index, size: $size) } }",
      { index: 1, size: 2, [field]: value },
    );
    expect(error).toMatchObject({
      message: `${field}: Count expects a whole number from 0 up to 9007199254740991, such as 12.`,
      extensions: { code: "BAD_USER_INPUT" },
    });
  });
});
