import { describe, expect, it, jest } from "@jest/globals";
import { VICTIMS } from "../process/killed-registry.js";
import { recordThroughKills, type Kill } from "../process/ledger-kills.js";
import { withPrograms } from "../process/programs.js";
import { expectWhole } from "../process/whole-ledger.js";

const ROUNDS = 100;
const WORKS_MS_MAX = 1_000;

const programs = withPrograms();
jest.setTimeout(1_800_000);

/** Kills at moments of chance, within what several rounds of sequencing and publishing take. */
function* atRandom(): Generator<Kill> {
  for (let round = 0; round < ROUNDS; round += 1) {
    yield { victim: VICTIMS[round % VICTIMS.length]!, afterMs: Math.random() * WORKS_MS_MAX };
  }
}

describe("A ledger whose server, sequencer or PostgreSQL is killed a hundred times at random moments", () => {
  it("has one leaf for each event, no gap, and one history in every checkpoint ever seen", async () => {
    const outcome = await recordThroughKills(programs, atRandom());
    expect(outcome.checkpoints.length).toBeGreaterThan(ROUNDS);
    await expectWhole(outcome);
    await outcome.program.stop();
  });
});
