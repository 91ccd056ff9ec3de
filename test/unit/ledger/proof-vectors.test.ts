import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { verifyConsistency, verifyInclusion } from "../../../src/modules/ledger/core/merkle-tree.js";
import { projectRoot } from "../../../src/platform/project-root.js";

/** Proofs that others made, each with the verdict it must get. They are not ours to commit, so they lie beside the project. */
const FOLDER = join(projectRoot, "../shared/data/ledger");
const describeWithVectors = existsSync(FOLDER) ? describe : describe.skip;

interface Vector {
  readonly desc: string;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
}

function vectorsOf<T>(kind: string): (Vector & T)[] {
  if (!existsSync(FOLDER)) return [];
  const names = readdirSync(join(FOLDER, kind)).sort();
  return names.map((name) => ({
    ...(JSON.parse(readFileSync(join(FOLDER, kind, name), "utf8")) as Vector & T),
    desc: name,
  }));
}

const bytes = (base64: string) => Buffer.from(base64, "base64");
const hashes = (proof: Vector["proof"]) => (proof ?? []).map(bytes);

describeWithVectors("the proofs of others (only where ../shared/data/ledger is)", () => {
  it("of inclusion get their verdict, all 98", () => {
    const vectors = vectorsOf<{ leafIdx: number; treeSize: number; root: string; leafHash: string }>(
      "inclusion",
    );
    expect(vectors).toHaveLength(98);
    const wrong = vectors.filter(({ leafIdx, treeSize, root, leafHash, proof, wantErr }) => {
      const inclusion = { index: leafIdx, size: treeSize, root: bytes(root), leafHash: bytes(leafHash) };
      return verifyInclusion({ ...inclusion, proof: hashes(proof) }) === wantErr;
    });
    expect(wrong.map(({ desc }) => desc)).toEqual([]);
  });

  it("of consistency get their verdict, all 98; those that begin at size 0 are refused, whatever they hold", () => {
    const vectors = vectorsOf<{ size1: number; size2: number; root1: string; root2: string }>("consistency");
    expect(vectors).toHaveLength(98);
    const verdictOf = ({ size1, size2, root1, root2, proof }: (typeof vectors)[number]) =>
      verifyConsistency({
        from: size1,
        to: size2,
        fromRoot: bytes(root1),
        toRoot: bytes(root2),
        proof: hashes(proof),
      });
    expect(vectors.filter((vector) => verdictOf(vector) === vector.wantErr).map(({ desc }) => desc)).toEqual(
      [],
    );
    expect(vectors.filter(({ size1 }) => size1 === 0).map(verdictOf)).not.toContain(true);
  });
});
