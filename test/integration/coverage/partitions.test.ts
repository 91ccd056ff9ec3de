import { beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { grants } from "../../../migrations/grants.js";
import { migrations } from "../../../migrations/index.js";
import { CoverageService } from "../../../src/modules/coverage/index.js";
import type { SubjectNumber } from "../../../src/modules/subjects/index.js";
import { migrate } from "../../../src/platform/db/migrate.js";
import { run, sql } from "../../../src/platform/db/sql.js";
import { inTransaction } from "../../../src/platform/db/transaction.js";
import { DAY_MS, MovableClock } from "../../support/movable-clock.js";
import { roleOf } from "../../support/test-cluster.js";
import { withTestDatabase } from "../../support/test-database.js";
import { untilWaiting } from "../../support/until-waiting.js";

const database = withTestDatabase();
const NOW = "2021-05-10T12:00:00Z";
let clock: MovableClock;
let coverage: CoverageService;

beforeEach(() => {
  clock = new MovableClock(NOW);
  coverage = new CoverageService(database.api, clock);
});

const idOf = (moment: string) => v7({ msecs: Date.parse(moment) });
const users = (...numbers: number[]) => numbers as SubjectNumber[];

/** Records that a new disclosure covers users; answers its id. */
async function cover(id: string, subjects: SubjectNumber[]): Promise<string> {
  await coverage.makeRoom([id]);
  await inTransaction(database.api, (tx) => coverage.add(tx, [{ disclosureId: id, subjects }]));
  return id;
}

async function partitions(): Promise<string[]> {
  const rows = await run<{ name: string }>(
    database.owner.manager,
    sql`SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'coverage'::regclass ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

/** Lets a copy be as old as it must be before it takes its partition's place. */
const ageCopy = (partition: string) =>
  database.owner.query(`COMMENT ON TABLE ${partition}_compact IS '2020-01-01T00:00:00Z'`);

describe("the months of coverage", () => {
  it("get their partition with the first write that needs it, whatever the year, and only once", async () => {
    await cover(idOf("2021-05-01T00:00:00Z"), users(1));
    await cover(idOf("2021-04-30T23:59:59.999Z"), users(1));
    expect(await partitions()).toEqual(["coverage_2021_04", "coverage_2021_05"]);
    clock.advance(10 * 365 * DAY_MS);
    await cover(idOf("2031-05-08T00:00:00Z"), users(1));
    expect(await partitions()).toEqual(["coverage_2021_04", "coverage_2021_05", "coverage_2031_05"]);
    const rows = await run(
      database.owner.manager,
      sql`SELECT tableoid::regclass::text AS partition, count(*)::int AS rows FROM coverage GROUP BY 1 ORDER BY 1`,
    );
    expect(rows).toEqual([
      { partition: "coverage_2021_04", rows: 1 },
      { partition: "coverage_2021_05", rows: 1 },
      { partition: "coverage_2031_05", rows: 1 },
    ]);
  });

  it("get none for an id that can only be a retry's", async () => {
    const before = await partitions();
    await coverage.makeRoom([idOf("2019-01-01T00:00:00Z"), idOf("2023-01-01T00:00:00Z")]);
    expect(await partitions()).toEqual(before);
  });

  it("are made ahead, with the one before, into which ids still fall", async () => {
    clock = new MovableClock("2040-12-15T00:00:00Z");
    coverage = new CoverageService(database.api, clock);
    await coverage.partitions.makeAhead();
    await coverage.partitions.makeAhead();
    expect((await partitions()).filter((name) => name > "coverage_2040")).toEqual([
      "coverage_2040_11",
      "coverage_2040_12",
      "coverage_2041_01",
      "coverage_2041_02",
    ]);
  });

  it("are made once where ten processes need the same at once, beside open reads and writes", async () => {
    await cover(idOf("2021-05-02T00:00:00Z"), users(5));
    await inTransaction(database.api, async (tx) => {
      await run(tx, coverage.disclosuresCovering(users(5)[0]!));
      await coverage.add(tx, [{ disclosureId: idOf("2021-05-03T00:00:00Z"), subjects: users(5) }]);
      clock.advance(365 * DAY_MS);
      const processes = Array.from({ length: 10 }, () => new CoverageService(database.owner, clock));
      await Promise.all(processes.map((each) => each.makeRoom([idOf("2022-05-02T00:00:00Z")])));
    });
    expect((await partitions()).filter((name) => name === "coverage_2022_05")).toHaveLength(1);
  });

  it("are refused where they are no period", async () => {
    for (const [first, last] of [
      ["2021-01-01", "2020-01-01"],
      ["1969-01-01", "1970-02-01"],
      ["2020-01-01", "2030-01-01"],
      [null, "2020-01-01"],
    ]) {
      const made = database.api.query("SELECT make_coverage_partitions($1, $2)", [first, last]);
      await expect(made).rejects.toMatchObject({ driverError: { code: "22023" } });
    }
  });
});

describe("a closed month", () => {
  const partition = "coverage_2015_06";
  const number = users(700)[0]!;
  let ids: string[];

  /** How many pages of the table hold the rows of one segment. */
  async function pagesOfSegment(): Promise<number> {
    const [row] = await database.owner.query<{ pages: number }[]>(
      `SELECT count(DISTINCT split_part(ctid::text, ',', 1))::int AS pages FROM ${partition} WHERE segment = 0`,
    );
    return row!.pages;
  }

  const step = () => coverage.partitions.compactClosed();
  const idsCovering = async () =>
    (
      await run<{ id: string }>(
        database.api.manager,
        sql`SELECT disclosure_id AS id FROM (${coverage.disclosuresCovering(number)}) AS c WHERE disclosure_id < ${idOf("2016-01-01T00:00:00Z")} ORDER BY 1`,
      )
    ).map(({ id }) => id);

  beforeAll(async () => {
    clock = new MovableClock("2015-06-20T00:00:00Z");
    coverage = new CoverageService(database.api, clock);
    const spread = Array.from({ length: 60 }, (_, segment) =>
      Array.from({ length: 300 }, (_, n) => segment * 4_096 + n * 13),
    );
    ids = [];
    for (let n = 0; n < 20; n += 1) {
      ids.push(await cover(idOf(`2015-06-1${n % 10}T00:00:00Z`), users(700, ...spread.flat())));
    }
    ids.sort();
  });

  it("is left alone while ids may still fall into it", async () => {
    clock = new MovableClock("2015-07-31T23:00:00Z");
    coverage = new CoverageService(database.api, clock);
    expect(await step()).toEqual({});
  });

  it("is copied, waits until nobody can look with an older snapshot, then takes few pages and says the same", async () => {
    const before = await idsCovering();
    expect(before).toEqual(ids);
    const scattered = await pagesOfSegment();
    expect(await step()).toEqual({ COPIED: 1 });
    expect(await step()).toEqual({ COPY_TOO_FRESH: 1 });
    expect(await idsCovering()).toEqual(before);
    // A start of another release meanwhile does not stumble over the copy.
    await migrate({ ownerUrl: database.ownerUrl, apiRole: roleOf(database.apiUrl), migrations, grants });
    await ageCopy(partition);
    expect(await step()).toEqual({ COMPACTED: 1 });
    expect(await idsCovering()).toEqual(before);
    expect(await pagesOfSegment()).toBeLessThan(scattered / 5);
    for (const id of ids) expect(await coverage.count(database.api.manager, id)).toBe(60 * 300 + 1);
    expect(await step()).toEqual({});
    expect(
      await run(database.owner.manager, sql`SELECT to_regclass(${`${partition}_compact`}) AS copy`),
    ).toEqual([{ copy: null }]);
    // What an insert finds is a partition like any other.
    await inTransaction(database.api, (tx) =>
      coverage.add(tx, [{ disclosureId: idOf("2015-06-30T00:00:00Z"), subjects: users(1) }]),
    );
    await expect(
      database.owner.query(`INSERT INTO ${partition} VALUES (1, 1, '${idOf("2015-07-01T00:00:00Z")}')`),
    ).rejects.toThrow("partition constraint");
  });

  it("gives its copy up where a row came in after copying", async () => {
    clock = new MovableClock("2016-02-10T00:00:00Z");
    coverage = new CoverageService(database.api, clock);
    await cover(idOf("2016-02-01T00:00:00Z"), users(700));
    clock.advance(100 * DAY_MS);
    expect(await step()).toEqual({ COPIED: 1 });
    const late = { disclosureId: idOf("2016-02-02T00:00:00Z"), subjects: users(700) };
    await inTransaction(database.api, (tx) => coverage.add(tx, [late]));
    await ageCopy("coverage_2016_02");
    expect(await step()).toEqual({ COPY_OUTDATED: 1 });
    expect(await step()).toEqual({ COPIED: 1 });
    await ageCopy("coverage_2016_02");
    expect(await step()).toEqual({ COMPACTED: 1 });
    expect(await coverage.covers(database.api.manager, late.disclosureId, number)).toBe(true);
  });

  it("does not keep readers waiting behind one who takes long, but tries again later", async () => {
    clock = new MovableClock("2017-02-10T00:00:00Z");
    coverage = new CoverageService(database.api, clock);
    await cover(idOf("2017-02-01T00:00:00Z"), users(700));
    clock.advance(100 * DAY_MS);
    expect(await step()).toEqual({ COPIED: 1 });
    await ageCopy("coverage_2017_02");
    await inTransaction(database.api, async (tx) => {
      await run(tx, coverage.disclosuresCovering(number));
      await expect(step()).rejects.toMatchObject({ driverError: { code: "55P03" } });
    });
    expect(await step()).toEqual({ COMPACTED: 1 });
  });
});

describe("coverage", () => {
  it("is complete until the owner takes a month out, and since then from where no disclosure of it can be", async () => {
    expect(await coverage.partitions.completeSince()).toBeNull();
    clock = new MovableClock("2012-03-10T00:00:00Z");
    coverage = new CoverageService(database.api, clock);
    const id = await cover(idOf("2012-03-05T00:00:00Z"), users(9));
    const detach = "SELECT detach_coverage_partition('2012-03-15Z')";
    await expect(database.api.query(detach)).rejects.toMatchObject({ driverError: { code: "42501" } });
    await database.owner.query(detach);
    expect(await coverage.covers(database.api.manager, id, users(9)[0]!)).toBe(false);
    // 31 days and five minutes after the month's end.
    expect((await coverage.partitions.completeSince())?.toISOString()).toBe("2012-05-02T00:05:00.000Z");
    expect(await database.owner.query("SELECT count(*)::int AS rows FROM coverage_2012_03")).toEqual([
      { rows: 1 },
    ]);
    await migrate({ ownerUrl: database.ownerUrl, apiRole: roleOf(database.apiUrl), migrations, grants });
  });

  it("of a month that may still fill cannot be taken out", async () => {
    const month = new Date(Date.now() - 10 * DAY_MS);
    await expect(database.owner.query("SELECT detach_coverage_partition($1)", [month])).rejects.toMatchObject(
      {
        driverError: { code: "55000" },
      },
    );
  });

  it("is looked up by a plan made once for all users, because there are many months to plan for", async () => {
    await database.owner.query("SELECT make_coverage_partitions('2050-01-01Z', '2052-12-31Z')");
    await inTransaction(database.api, async (tx) => {
      for (let user = 0; user < 8; user += 1) await coverage.findDisclosuresCovering(tx, users(user)[0]!);
      const plans = await run<{ generic: boolean }>(
        tx,
        sql`SELECT generic_plans > 0 AS generic FROM pg_prepared_statements WHERE name = 'disclosures covering a user'`,
      );
      expect(plans).toEqual([{ generic: true }]);
    });
  });

  it("asked for since a moment leaves earlier months unread", async () => {
    await cover(idOf("2021-05-02T00:00:00Z"), users(77));
    const { text, values } = coverage.disclosuresCovering(users(77)[0]!, new Date("2021-06-15T00:00:00Z"));
    const plan = JSON.stringify(await database.api.query(`EXPLAIN (FORMAT JSON) ${text}`, values));
    expect(plan).toContain("coverage_2021_05");
    expect(plan).not.toContain("coverage_2021_04");
    expect(plan).not.toContain("coverage_2015_06");
  });
});

describe("the first month of a database", () => {
  const fresh = withTestDatabase();

  it("can be made while another program starts and sees to the privileges", async () => {
    let grant: Promise<unknown> | undefined;
    await inTransaction(fresh.api, async (tx) => {
      await run(tx, sql`SELECT make_coverage_partitions(now(), now())`);
      grant = migrate({
        ownerUrl: fresh.ownerUrl,
        apiRole: roleOf(fresh.apiUrl),
        migrations,
        grants,
      });
      await untilWaiting(fresh.owner, 1);
    });
    expect(await grant).toEqual({ applied: [] });
  });
});
