import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import {
  findServerUser,
  parsePasswd,
  runsAsRoot,
  userCan,
} from "../../../src/platform/db/embedded/server-user.js";

describe("the user PostgreSQL runs as", () => {
  it("is read from the system's accounts", () => {
    const accounts = parsePasswd(
      "root:x:0:0:root:/root:/bin/sh\n\n# a comment\npostgres:x:70:71::/var/lib/postgresql:/bin/sh\n",
    );
    expect([...accounts.keys()]).toEqual(["root", "postgres"]);
    expect(accounts.get("postgres")).toEqual({ name: "postgres", uid: 70, gid: 71 });
  });

  it("is another one than root, and otherwise our own", async () => {
    const user = await findServerUser();
    expect(user === undefined).toBe(!runsAsRoot());
    expect(user?.uid).not.toBe(0);
  });

  it("is tried, not guessed, when asked whether it may enter a folder or read a file", async () => {
    const user = await findServerUser();
    const folder = await mkdtemp(join(tmpdir(), "registry it's $HOME "));
    await writeFile(join(folder, "file"), "");
    try {
      // A temporary folder is its maker's alone: root's is closed to the server's user, anybody else's is the user's own.
      expect(await userCan(user, "enter", folder)).toBe(user === undefined);
      expect(await userCan(user, "read", join(folder, "file"))).toBe(user === undefined);
      expect(await userCan(user, "enter", "/")).toBe(true);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
