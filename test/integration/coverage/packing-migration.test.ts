import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { migrations } from "../../../migrations/index.js";
import { CoverageService } from "../../../src/modules/coverage/index.js";
import { systemClock } from "../../../src/platform/clock.js";
import { createDataSource } from "../../../src/platform/db/data-source.js";
import { migrate } from "../../../src/platform/db/migrate.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
});
afterAll(() => database.drop());

const to = (count: number) =>
  migrate({ ownerUrl: database.ownerUrl, apiRole: null, migrations: migrations.slice(0, count), grants: [] });

it("coverage that was stored by row is all there once it is packed, in the partitions of its months", async () => {
  await to(5);
  const owner = await createDataSource({ url: database.ownerUrl, entities: [] }).initialize();
  const coverage = new CoverageService(owner, systemClock);
  const id = (moment: string) => v7({ msecs: Date.parse(moment) });
  const slots = (count: number, from = 0) => Array.from({ length: count }, (_, n) => from + n * 3);
  const stored = new Map([
    [
      id("2025-11-30T23:59:59.999Z"),
      [...slots(2), ...slots(3, 4_096), ...slots(247, 8_192), ...slots(248, 12_288)],
    ],
    [id("2025-12-01T00:00:00Z"), slots(1_366)],
    [id("2026-02-14T00:00:00Z"), [7]],
  ]);
  for (const [disclosureId, numbers] of stored) {
    await owner.query(
      "INSERT INTO coverage SELECT number / 4096, number % 4096, $1 FROM unnest($2::int[]) AS number",
      [disclosureId, numbers],
    );
  }
  await to(migrations.length);
  for (const [disclosureId, numbers] of stored) {
    const page = await coverage.subjectsOf(owner.manager, [disclosureId], {
      direction: "forward",
      limit: 5_000,
    });
    expect(page.get(disclosureId)!.numbers).toEqual(numbers);
  }
  expect(
    await owner.query(
      `SELECT tableoid::regclass::text AS month, count(*)::int AS rows, sum(cardinality(offsets))::int AS listed, sum(bit_count(bitmap))::int AS bits
         FROM coverage GROUP BY 1 ORDER BY 1`,
    ),
  ).toEqual([
    { month: "coverage_2025_11", rows: 5, listed: 250, bits: 248 },
    { month: "coverage_2025_12", rows: 1, listed: null, bits: 1_366 },
    { month: "coverage_2026_02", rows: 1, listed: null, bits: null },
  ]);
  await owner.destroy();
});
