import { describe, expect, it } from "@jest/globals";
import { join } from "node:path";
import { withDatabase } from "../../support/test-cluster.js";
import { verify } from "../../support/run-verifier.js";
import { withTampering } from "../../support/tampering.js";

describe("registry-verify audit", () => {
  const tampering = withTampering();
  const { audit, change } = tampering;
  const run = (url: string, ...more: string[]) =>
    verify("audit", "--database", url, "--key", audit.ledger.verifierKey, ...more);

  it("says what holds, and ends with 0", async () => {
    const size = 2 * (await tampering.olderSize());
    const kept = join(audit.ledger.folder, "checkpoint");
    const { code, out, err } = await run(audit.superuserUrl, "--checkpoint", kept);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const lines = out.split("\n");
    expect(lines[0]).toMatch(
      new RegExp(
        `^Holds: each of the ${size} leaves of \\S+ is what its row makes, and no row is without one\\.$`,
      ),
    );
    expect(lines[1]).toBe(
      `  2 checkpoints are signed, the newest for ${size} leaves; 0 leaves are still to be signed for.`,
    );
    expect(lines[2]).toMatch(
      /^ {2}0 events wait for their place; [\d,]+ pairs of an event and a user; \d+ texts\.$/,
    );
    expect(lines[3]).toMatch(/^ {2}Leaves: 6 accounting_given, .*6 superseded\.$/);
  });

  it("names the first thing that does not hold, and ends with 1", async () => {
    const id = tampering.ids[0]!;
    await change(`UPDATE disclosure SET recipient = 'somebody_else' WHERE id = '${id}'`);
    expect(await run(audit.superuserUrl)).toEqual({
      code: 1,
      out: "",
      err: `DOES NOT HOLD: leaf ${await tampering.indexOf(id)} (disclosure ${id}) differs from its row in recipient.\n`,
    });
  });

  it.each([["not a URL"], ["https://registry.example"]])(
    "is called wrongly with the database %s",
    async (url) => {
      const { code, out, err } = await run(url);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toMatch(/^Name the database: --database postgres:\/\/user@host:5432\/registry\.\n/);
    },
  );

  it("needs a checkpoint's file to be there, and to be one", async () => {
    const missing = await run(audit.superuserUrl, "--checkpoint", "/nowhere/kept");
    expect(missing).toEqual({ code: 3, out: "", err: "Cannot tell: /nowhere/kept does not exist.\n" });
    const key = join(audit.ledger.folder, "key");
    const { code, err } = await run(audit.superuserUrl, "--checkpoint", key);
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringContaining(`${key}: the note has no empty line`),
    });
  });

  it("cannot tell where the database is none of a registry, is not there, or may not be read", async () => {
    const none = "give the database of a registry of this version";
    for (const [url, reason] of [
      [withDatabase(audit.superuserUrl, "postgres"), none],
      [withDatabase(audit.superuserUrl, "no_such_database"), "there is no such database on this server"],
      [tampering.database.sequencerUrl, "this role may not read every row of"],
      ["postgres://127.0.0.1:1/registry", "the database cannot be reached, or was lost"],
    ] as const) {
      const { code, out, err } = await run(url);
      expect({ code, out }).toEqual({ code: 3, out: "" });
      expect(err).toContain(reason);
      expect(err).not.toContain("    at ");
    }
  });
});
