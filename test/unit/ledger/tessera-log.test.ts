import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { openCheckpoint } from "../../../src/modules/ledger/core/checkpoint.js";
import { unpackEntries } from "../../../src/modules/ledger/core/entry-bundle.js";
import { leafHash, rootOf } from "../../../src/modules/ledger/core/merkle-tree.js";
import { parseVerifierKey } from "../../../src/modules/ledger/core/note-keys.js";
import { projectRoot } from "../../../src/platform/project-root.js";
import { verify } from "../../support/run-verifier.js";

/** A small log that Tessera wrote, another implementation of these formats. It is not ours to commit. */
const FOLDER = join(projectRoot, "../shared/data/ledger/tessera-log");
const KEY = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";
const SIZES = Array.from({ length: 16 }, (_, size) => size);
const describeWithLog = existsSync(FOLDER) ? describe : describe.skip;

const file = (path: string) => join(FOLDER, path);

describeWithLog("the log of another implementation (only where ../shared/data/ledger is)", () => {
  it("has 16 checkpoints that verify, each with the root that its entries make", () => {
    const trust = { log: parseVerifierKey(KEY), witnesses: [] };
    for (const size of SIZES) {
      const { root, ...others } = openCheckpoint(readFileSync(file(`checkpoint.${size}`)), trust);
      expect(others).toEqual({ origin: "example.com/log/testdata", size });
      const bundle = size === 0 ? Buffer.alloc(0) : readFileSync(file(`tile/entries/000.p/${size}`));
      expect(rootOf(unpackEntries(bundle, size).map(leafHash))).toEqual(root);
    }
  });

  it("is verified as a whole, and so is every two of its checkpoints", async () => {
    expect(await verify("log", FOLDER, "--key", KEY)).toEqual({
      code: 0,
      out: "Holds: every entry and every tile of the tree of 15 leaves of example.com/log/testdata, and its root.\n",
      err: "",
    });
    for (const older of SIZES) {
      for (const newer of SIZES.slice(older)) {
        const files = [file(`checkpoint.${older}`), file(`checkpoint.${newer}`)];
        expect((await verify("checkpoints", ...files, "--log", FOLDER, "--key", KEY)).code).toBe(0);
      }
    }
  });
});
