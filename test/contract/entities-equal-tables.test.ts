import { describe, expect, it } from "@jest/globals";
import type { DataSource, EntityMetadata } from "typeorm";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { createDataSource, MIGRATION_TABLE } from "../../src/platform/db/data-source.js";
import { run, sql } from "../../src/platform/db/sql.js";
import { withTestDatabase } from "../support/test-database.js";

/** Column by column, `recorded_at timestamp(3) with time zone NOT NULL`, by table. */
type Shapes = Record<string, string[]>;

function shapesOfEntities(dataSource: DataSource): Shapes {
  return Object.fromEntries(
    dataSource.entityMetadatas.map((meta) => [meta.tableName, shapeOf(meta, dataSource)]),
  );
}

function shapeOf(meta: EntityMetadata, { driver }: DataSource): string[] {
  return meta.columns
    .map((column) => {
      const precision = column.precision == null ? "" : `(${column.precision})`;
      const length = column.length === "" ? "" : `(${column.length})`;
      // PostgreSQL writes `timestamp(3) with time zone`.
      const type = driver
        .normalizeType(column)
        .replace(/^\w+( varying)?/, (name) => name + precision + length);
      return `${column.databaseName} ${type}${column.isArray ? "[]" : ""}${column.isNullable ? "" : " NOT NULL"}`;
    })
    .sort();
}

/** A partition is no table of its own: it is read and written through its parent. */
async function shapesOfTables({ manager }: DataSource): Promise<Shapes> {
  const rows = await run<{ table: string; columns: string[] }>(
    manager,
    sql`SELECT relname AS table,
               array_agg(attname || ' ' || format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END) AS columns
        FROM pg_class c JOIN pg_attribute ON attrelid = c.oid
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
          AND attnum > 0 AND NOT attisdropped AND relname <> ${MIGRATION_TABLE}
        GROUP BY relname`,
  );
  return Object.fromEntries(rows.map(({ table, columns }) => [table, columns.sort()]));
}

@Entity("sample")
class SampleEntity {
  @PrimaryColumn({ type: "uuid" })
  id!: string;

  @Column({ name: "recorded_at", type: "timestamptz", precision: 3 })
  recordedAt!: Date;

  @Column({ type: "text", array: true, nullable: true })
  tags!: string[] | null;

  @Column({ type: "numeric", precision: 5 })
  amount!: string;

  @Column({ type: "varchar", length: 2 })
  country!: string;
}

describe("entities and tables", () => {
  const database = withTestDatabase();

  it("have the same names, and the same columns of the same types and nullability", async () => {
    expect(shapesOfEntities(database.api)).toEqual(await shapesOfTables(database.owner));
  });

  it("are compared by what PostgreSQL calls a column's type", async () => {
    const sample = createDataSource({ url: database.ownerUrl, entities: [SampleEntity] });
    await sample.initialize();
    await sample.query(
      `CREATE TABLE sample (id uuid NOT NULL, recorded_at timestamptz(3) NOT NULL, tags text[], amount numeric(5) NOT NULL,
                            country varchar(2) NOT NULL)`,
    );
    try {
      const { sample: table } = await shapesOfTables(sample);
      expect(shapesOfEntities(sample).sample).toEqual(table?.map((column) => column.replace("(5,0)", "(5)")));
      expect(table).toHaveLength(5);
    } finally {
      await sample.query("DROP TABLE sample");
      await sample.destroy();
    }
  });
});
