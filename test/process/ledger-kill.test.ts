import { describe, expect, it } from "@jest/globals";
import { VICTIMS } from "./killed-registry.js";
import { recordThroughKills } from "./ledger-kills.js";
import { withPrograms } from "./programs.js";
import { expectWhole } from "./whole-ledger.js";

describe("a ledger whose processes are killed", () => {
  const programs = withPrograms();

  it("has one leaf for each event and one history, whether the server, the sequencer or PostgreSQL is killed", async () => {
    const kills = VICTIMS.map((victim) => ({ victim, afterMs: 700 }));
    const outcome = await recordThroughKills(programs, kills);
    // Something was published between the kills, too.
    expect(outcome.checkpoints.length).toBeGreaterThan(kills.length);
    await expectWhole(outcome);
    expect(await outcome.program.stop()).toEqual({ code: 0, signal: null });
  });
});
