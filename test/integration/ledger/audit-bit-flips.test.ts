import { beforeAll, describe, expect, it } from "@jest/globals";
import { dropChecks, fillFacts } from "../../support/filled-facts.js";
import { flipEveryColumn } from "../../support/flip-every-column.js";
import { withTestAudit } from "../../support/test-audit.js";
import { withTestDatabase } from "../../support/test-database.js";

/** Of so many columns one; `npm run torture` takes them all. */
const SAMPLE = 10;

describe("one bit flipped in what is stored", () => {
  const audit = withTestAudit(withTestDatabase());
  beforeAll(async () => {
    await dropChecks(audit.superuser);
    for (let number = 0; number < 4; number += 1) await fillFacts(audit.superuser, number);
    await audit.ledger.publish();
    // What is still to be given its place is audited as well.
    await fillFacts(audit.superuser, 4);
  });

  it("is found by an audit, whatever column it is in, and nothing is found once it is undone", async () => {
    expect(await audit.complaint()).toBe(null);
    const { found, unnoticed, refused } = await flipEveryColumn(audit, 20260302, SAMPLE);
    expect(unnoticed).toEqual([]);
    expect(refused).toEqual([]);
    expect(found.length).toBeGreaterThan(15);
    expect(await audit.complaint()).toBe(null);
  });
});
