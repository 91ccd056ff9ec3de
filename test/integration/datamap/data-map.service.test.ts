import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import type { DataSource } from "typeorm";
import { entities } from "../../../src/entities.js";
import { DataMapService, isHeadRevision } from "../../../src/modules/datamap/index.js";
import type { DataMapSource } from "../../../src/modules/datamap/index.js";
import { createDataSource } from "../../../src/platform/db/data-source.js";
import { inRowScope } from "../../../src/platform/db/row-scope.js";
import { run, sql } from "../../../src/platform/db/sql.js";
import type { AppError } from "../../../src/platform/errors.js";
import { projectRoot } from "../../../src/platform/project-root.js";
import { storeRevisionSilently } from "../../support/store-revision.js";
import { withTestDatabase } from "../../support/test-database.js";

const NOW = new Date("2026-03-01T09:30:00.123Z");
const clock = { now: () => NOW };
let example: DataMapSource;

beforeAll(async () => {
  const fileName = "edcrunch.datamap.yaml";
  const sourceText = await readFile(join(projectRoot, "examples", fileName), "utf8");
  example = { sourceText, fileName, appliedBy: "first start" };
});

async function countRows(db: DataSource, table: string): Promise<number> {
  const [row] = await db.query<{ count: number }[]>(`SELECT count(*)::int AS count FROM ${table}`);
  return row!.count;
}

describe("the first start", () => {
  const database = withTestDatabase();

  it("stores the example as revision 1, with the text it came from and a projection of every kind of entry", async () => {
    const snapshot = await new DataMapService(database.api, clock).loadExampleIfEmpty(example);

    expect(snapshot).toMatchObject({
      revision: 1,
      effectiveFrom: null,
      appliedAt: NOW,
      appliedBy: "first start",
    });
    expect(snapshot.recipient("example_bank")?.kind).toBe("FINANCIAL_INSTITUTION");
    const [stored] = await run(
      database.api.manager,
      sql`SELECT source_text, effective_from FROM data_map_revision`,
    );
    expect(stored).toEqual({ source_text: example.sourceText, effective_from: null });
    const { document } = snapshot;
    expect(await countRows(database.api, "data_category")).toBe(document.categories.length);
    expect(await countRows(database.api, "processing_activity")).toBe(document.activities.length);
    expect(await countRows(database.api, "policy_version")).toBe(document.policyVersions.length);
    const [recipient] = await run(
      database.api.manager,
      sql`SELECT * FROM recipient WHERE key = 'example_hosting'`,
    );
    expect(recipient).toMatchObject({
      kind: "SERVICE_PROVIDER",
      jurisdiction: "DE",
      first_revision: 1,
      retired_on: null,
    });
  });

  it("happens once: a later start changes nothing, whatever has become of the example", async () => {
    const snapshot = await new DataMapService(database.api, {
      now: () => new Date("2027-01-01T00:00:00Z"),
    }).loadExampleIfEmpty({
      ...example,
      sourceText: "formatVersion: broken",
    });

    expect(snapshot).toMatchObject({ revision: 1, appliedAt: NOW });
    expect(await countRows(database.api, "data_map_revision")).toBe(1);
  });

  it("reads back the same document that was checked", async () => {
    const service = new DataMapService(database.api, clock);
    const other = new DataMapService(database.owner, clock);
    await Promise.all([service.refresh(), other.refresh()]);
    expect(service.current().document).toEqual(other.current().document);
    expect(service.current().document.categories.map(({ key }) => key)).toContain("usage.real_time_location");
  });
});

describe("an example with a broken reference", () => {
  const database = withTestDatabase();

  it("is refused with its place and the key that was meant, and stores nothing", async () => {
    const sourceText = example.sourceText.replace(
      /^( *)recipient: example_courier$/m,
      "$1recipient: example_curier",
    );
    expect(sourceText).not.toBe(example.sourceText);
    const line = sourceText.slice(0, sourceText.indexOf("example_curier")).split("\n").length;

    const refusal = await new DataMapService(database.api, clock)
      .loadExampleIfEmpty({ ...example, sourceText })
      .catch((error: unknown) => error as AppError);

    expect(refusal).toMatchObject({ code: "BAD_USER_INPUT" });
    expect((refusal as AppError).message).toMatch(
      new RegExp(
        `edcrunch.datamap.yaml has 1 problem:\\n  line ${line}, .*"example_curier".* mean "example_courier"`,
      ),
    );
    for (const table of ["data_map_revision", "data_map_head", "recipient", "data_category"]) {
      expect(await countRows(database.api, table)).toBe(0);
    }
  });

  it("can be mended and started again", async () => {
    const snapshot = await new DataMapService(database.api, clock).loadExampleIfEmpty(example);
    expect(snapshot.revision).toBe(1);
  });
});

describe("six starts at once", () => {
  const database = withTestDatabase();

  it("store one revision, and all read it", async () => {
    const services = Array.from({ length: 6 }, () => new DataMapService(database.api, clock));

    const snapshots = await Promise.all(services.map((service) => service.loadExampleIfEmpty(example)));

    expect(snapshots.map(({ revision }) => revision)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(await countRows(database.api, "data_map_revision")).toBe(1);
    expect(await countRows(database.api, "data_map_head")).toBe(1);
    expect(await countRows(database.api, "recipient")).toBe(snapshots[0]!.document.recipients.length);
  });
});

describe("a process that has read the data map", () => {
  const database = withTestDatabase();

  beforeAll(async () => {
    await new DataMapService(database.api, clock).loadExampleIfEmpty(example);
  });

  it("answers from memory, even while there is no database", async () => {
    const connection = await createDataSource({ url: database.apiUrl, entities }).initialize();
    const service = new DataMapService(connection, clock);
    await service.refresh();
    await connection.destroy();

    expect(service.current().revision).toBe(1);
    expect((await service.revision(1)).recipient("example_court")?.kind).toBe("PUBLIC_AUTHORITY");
    expect(await service.inForceAt(new Date(0))).toBe(service.current());
  });

  it("sees a newer revision after a refresh, and knows which one was in force when", async () => {
    const service = new DataMapService(database.api, clock);
    await service.refresh();
    await storeRevisionSilently(database.owner, { effectiveFrom: "2026-05-01T00:00:00Z" });
    expect(service.current().revision).toBe(1);

    expect((await service.refresh()).revision).toBe(2);
    expect(service.current().effectiveFrom).toEqual(new Date("2026-05-01T00:00:00Z"));
    expect((await service.inForceAt(new Date("2026-04-30T23:59:59.999Z"))).revision).toBe(1);
    expect((await service.inForceAt(new Date("2026-05-01T00:00:00Z"))).revision).toBe(2);
  });

  it("reads an older revision once", async () => {
    const service = new DataMapService(database.api, clock);
    await service.refresh();
    const [one, other] = await Promise.all([service.revision(1), service.revision(1)]);
    expect(one.revision).toBe(1);
    expect(other).toBe(one);
    expect(await service.revision(1)).toBe(one);
  });

  it("finds a revision that is newer than the one it knew", async () => {
    const service = new DataMapService(database.api, clock);
    await service.refresh();
    await storeRevisionSilently(database.owner, { effectiveFrom: "2026-06-01T00:00:00Z" });
    expect((await service.revision(3)).revision).toBe(3);
  });

  it("reads for everybody, whoever made it read: also for a caller whose role may not", async () => {
    const service = new DataMapService(database.api, clock);
    const scope = { key: "a key", recipients: ["example_bank"], purposes: null };
    expect((await inRowScope(scope, () => service.refresh())).revision).toBe(3);
    expect((await inRowScope(scope, () => service.revision(1))).recipient("example_court")).toBeDefined();
  });

  it.each([0, -1, 4, 2_147_483_647])(
    "says which revisions there are when asked for revision %d",
    async (number) => {
      const service = new DataMapService(database.api, clock);
      await service.refresh();
      await expect(service.revision(number)).rejects.toMatchObject({
        code: "NOT_FOUND",
        message: `revision: there is no revision ${number} of the data map; there are revisions 1 to 3.`,
        fields: ["revision"],
      });
    },
  );

  it("can make a statement depend on the newest revision", async () => {
    const statement = (revision: number) => sql`SELECT 1 AS one WHERE ${isHeadRevision(revision)}`;
    expect(await run(database.api.manager, statement(3))).toHaveLength(1);
    expect(await run(database.api.manager, statement(2))).toHaveLength(0);
  });
});

describe("the server's role", () => {
  const database = withTestDatabase();

  it.each([
    "UPDATE data_map_revision SET message = ''",
    "DELETE FROM data_map_revision",
    "DELETE FROM data_map_head",
  ])("may not %s", async (statement) => {
    await expect(database.api.query(statement)).rejects.toMatchObject({ code: "42501" });
  });
});
