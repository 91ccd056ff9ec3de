import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LedgerHalted } from "../../../src/modules/ledger/ledger-halted.js";
import { CheckpointFile } from "../../../src/modules/ledger/publishing/checkpoint-file.js";

describe("the checkpoint's file", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "registry-ledger-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const halted = (path: string, what: string) =>
    new LedgerHalted(
      `The checkpoint's file ${path} cannot be ${what}: make room there and let the registry's user read and write it, ` +
        "or name another in LEDGER_CHECKPOINT_FILE; nothing is signed until then.",
    );

  it("is made with its folder, and holds what was written last", async () => {
    const file = new CheckpointFile(join(folder, "log", "checkpoint"));
    expect(await file.read()).toBeNull();
    await file.write("one");
    await file.write("two");
    expect(await file.read()).toBe("two");
  });

  it("halts the ledger where it cannot be read", async () => {
    const path = join(folder, "checkpoint");
    await mkdir(path);
    await expect(new CheckpointFile(path).read()).rejects.toThrow(halted(path, "read (EISDIR)"));
  });

  it("halts the ledger where it cannot be written", async () => {
    await symlink(join(folder, "gone"), join(folder, "link"));
    const path = join(folder, "link", "checkpoint");
    await expect(new CheckpointFile(path).write("one")).rejects.toThrow(halted(path, "written (ENOENT)"));
  });
});
