import { expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { boundKeysOf } from "../support/bound-keys.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { withTestServer } from "../support/test-server.js";

const PAIRS = 2_000;
const WARM_UP = 200;
/** Of chance: with so many pairs the share lies within 0.5 ± 0.04 in all but one of a thousand runs. */
const SHARE_OFF_MAX = 0.05;

const PLENTY = 1_000_000_000;
const server = withTestServer({ limits: { keyCostPerMinute: PLENTY, addressCostPerMinute: PLENTY } });
const ASK = "query ($id: UUID!) { disclosure(id: $id) { id } }";

it("a partner cannot tell by time what another has from what nobody has", async () => {
  const input = disclosureInput({ recipient: "example_courier" });
  await server.admin.request(RECORD, { input });
  const partner = await boundKeysOf(server).newKey({ recipients: ["example_bank"] });
  const msOf = async (id: string) => {
    const start = performance.now();
    await partner.request(ASK, { id });
    return performance.now() - start;
  };
  let slower = 0;
  for (let pair = -WARM_UP; pair < PAIRS; pair += 1) {
    const nobodys = v7({ msecs: Date.now() - 1_000 });
    // In turns, so that whoever comes second gains nothing by it.
    const [one, other] = pair % 2 === 0 ? [input.id, nobodys] : [nobodys, input.id];
    const [first, second] = [await msOf(one), await msOf(other)];
    const foreignIsSlower = pair % 2 === 0 ? first > second : second > first;
    if (pair >= 0 && foreignIsSlower) slower += 1;
  }
  process.stdout.write(`the other partner's took longer in ${slower} of ${PAIRS} pairs\n`);
  expect(Math.abs(slower / PAIRS - 0.5)).toBeLessThan(SHARE_OFF_MAX);
});
