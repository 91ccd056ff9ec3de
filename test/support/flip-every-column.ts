import { leaves } from "../../src/leaves.js";
import { BitFlipper } from "./bit-flips.js";
import type { TestAudit } from "./test-audit.js";

/** What is not in this list is derived from it, or says what is still to be done. */
const OTHER_TABLES = [
  ...[
    "free_text",
    "ledger_log",
    "ledger_head",
    "ledger_leaf",
    "ledger_pending",
    "ledger_tile",
    "ledger_checkpoint",
  ],
];
/** Why nothing is signed at the moment: the sequencer says it anew. */
const NOT_AUDITED = new Set(["ledger_log.halted"]);

export interface Flips {
  /** Columns whose flipped bit an audit found. */
  readonly found: string[];
  /** Those whose flipped bit it did not find. */
  readonly unnoticed: string[];
  /** Those of which PostgreSQL took no value with a bit flipped. */
  readonly refused: string[];
}

/** Flips a bit in every column of every table that is audited, one at a time, and audits; of each `every` columns only one. */
export async function flipEveryColumn(audit: TestAudit, seed: number, every = 1): Promise<Flips> {
  const flips: Flips = { found: [], unnoticed: [], refused: [] };
  const flipper = await BitFlipper.connect(audit.superuserUrl, seed);
  try {
    const facts = leaves.flatMap(({ table, users }) => (users ? [table, users.table] : [table]));
    let place = seed;
    for (const table of [...facts, ...OTHER_TABLES]) {
      for (const column of await flipper.columnsOf(table)) {
        const name = `${table}.${column}`;
        place += 1;
        if (place % every !== 0 || NOT_AUDITED.has(name)) continue;
        const flip = await flipper.flip(table, column);
        if (!flip.stored) {
          flips.refused.push(name);
          continue;
        }
        const isFound = (await audit.complaint()) !== null;
        (isFound ? flips.found : flips.unnoticed).push(name);
        await flip.undo();
      }
    }
  } finally {
    await flipper.end();
  }
  return flips;
}
