import { beforeAll, describe, expect, it } from "@jest/globals";
import { dropChecks, fillFacts } from "../support/filled-facts.js";
import { flipEveryColumn } from "../support/flip-every-column.js";
import { withTestAudit } from "../support/test-audit.js";
import { withTestDatabase } from "../support/test-database.js";

/** Enough events for full tiles and a level above them. */
const EVENTS = 12;
const ROUNDS = 3;

describe("one bit flipped in what is stored", () => {
  const audit = withTestAudit(withTestDatabase());
  beforeAll(async () => {
    await dropChecks(audit.superuser);
    for (let number = 0; number < EVENTS; number += 1) await fillFacts(audit.superuser, number);
    await audit.ledger.publish();
    await fillFacts(audit.superuser, EVENTS);
  });

  it("is found in every column of every table that is audited, bit after bit", async () => {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const { found, unnoticed, refused } = await flipEveryColumn(audit, round);
      expect({ round, unnoticed, refused }).toEqual({ round, unnoticed: [], refused: [] });
      expect(found.length).toBeGreaterThan(200);
    }
    expect(await audit.complaint()).toBe(null);
  });
});
