import { expect } from "@jest/globals";
import type { DataSource } from "typeorm";
import { openCheckpoint, type Checkpoint } from "../../src/modules/ledger/core/checkpoint.js";
import { CompactRange, leafHash } from "../../src/modules/ledger/core/merkle-tree.js";
import { parseVerifierKey } from "../../src/modules/ledger/core/note-keys.js";
import { createDataSource } from "../../src/platform/db/data-source.js";
import { run, sql } from "../../src/platform/db/sql.js";
import { findKindsAmiss } from "../support/leaves-in-ledger.js";
import type { Outcome } from "./ledger-kills.js";
import { embeddedOwnerUrl } from "./programs.js";

/** Holds a ledger against what was acknowledged and shown: no gap, one leaf for each event, and one history in all checkpoints. */
export async function expectWhole({ dataDir, acknowledged, checkpoints }: Outcome): Promise<void> {
  const url = await embeddedOwnerUrl(dataDir);
  const owner = await createDataSource({ url, entities: [] }).initialize();
  try {
    const inOrder = await leavesIn(owner);
    expect(inOrder.map(({ index }) => index)).toEqual(inOrder.map((_, place) => place));
    const disclosures = inOrder.filter(({ kind }) => kind === "disclosure").map(({ event }) => event);
    expect(disclosures.sort()).toEqual([...acknowledged].sort());
    expect(await findKindsAmiss(owner)).toEqual([]);
    expectOneHistory(inOrder, await verified(owner, checkpoints));
  } finally {
    await owner.destroy();
  }
}

interface PlacedLeaf {
  readonly index: number;
  readonly kind: string;
  readonly event: string;
  readonly leaf: Buffer;
}

function leavesIn(owner: DataSource): Promise<PlacedLeaf[]> {
  return run<PlacedLeaf>(
    owner.manager,
    sql`SELECT index::float8 AS index, kind, event, leaf FROM ledger_leaf ORDER BY index`,
  );
}

async function verified(owner: DataSource, notes: readonly string[]): Promise<Checkpoint[]> {
  const [row] = await run<{ key: string }>(owner.manager, sql`SELECT verifier_key AS key FROM ledger_log`);
  const log = parseVerifierKey(row!.key);
  return notes.map((note) => openCheckpoint(note, { log, witnesses: [] }));
}

/** Each checkpoint is the root of the first so many leaves, so that all are of one history; and none shows less than the one before. */
function expectOneHistory(inOrder: readonly PlacedLeaf[], shown: readonly Checkpoint[]): void {
  const sizes = shown.map(({ size }) => size);
  expect(sizes).toEqual([...new Set(sizes)].sort((a, b) => a - b));
  expect(sizes.at(-1)).toBe(inOrder.length);
  const tree = new CompactRange();
  const roots = new Map<number, string>();
  for (const { leaf } of inOrder) {
    tree.append(leafHash(leaf));
    roots.set(tree.size, tree.root().toString("hex"));
  }
  expect(shown.map(({ root }) => root.toString("hex"))).toEqual(sizes.map((size) => roots.get(size)));
}
