import { expect, it } from "@jest/globals";
import { findAmiss } from "../support/hostile-answers.js";
import { hostileCalls, hostileStrings } from "../support/hostile-strings.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer } from "../support/test-server.js";

const MARK = "canary870101";
const PLENTY = 1_000_000_000;
const server = withTestServer({ limits: { keyCostPerMinute: PLENTY, addressCostPerMinute: PLENTY } });

it("takes each hostile text in each argument for a value like any other", async () => {
  const tables = Object.keys(await countRows(server.database.owner));
  const requests = hostileCalls(server.schema).flatMap(({ place, query, variables }) =>
    hostileStrings(MARK).map((text) => ({
      label: `${place} with ${JSON.stringify(text)}`,
      body: { query, variables: variables(text) },
    })),
  );
  const start = performance.now();
  expect(await findAmiss(server, requests, MARK)).toEqual([]);
  expect(Object.keys(await countRows(server.database.owner))).toEqual(tables);
  const seconds = Math.round((performance.now() - start) / 1_000);
  process.stdout.write(`${requests.length} hostile texts sent in ${seconds} seconds\n`);
});
