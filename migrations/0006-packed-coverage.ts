import { ForwardOnlyMigration } from "../src/platform/db/forward-only-migration.js";

/**
 * Coverage packed by density and partitioned by month.
 *
 * A row stands for one user (`slot` 0 to 4,095), or for all users of one disclosure in one segment (`slot` -1, with their slots
 * as a sorted array or as a bitmap). The month is that of the disclosure's id, a UUIDv7. The API's role makes partitions and
 * clusters closed ones through functions of the owner, because it owns nothing; only the owner detaches one.
 */
export class PackedCoverage1763800000006 extends ForwardOnlyMigration {
  readonly name = "PackedCoverage1763800000006";
  protected readonly statements = [
    `ALTER TABLE coverage RENAME TO coverage_by_row`,
    `ALTER TABLE coverage_by_row RENAME CONSTRAINT coverage_pk TO coverage_by_row_pk`,
    `ALTER INDEX coverage_by_disclosure RENAME TO coverage_by_row_by_disclosure`,
    `CREATE TABLE coverage (
       segment integer NOT NULL,
       slot smallint NOT NULL,
       disclosure_id uuid NOT NULL,
       offsets smallint[],
       bitmap bit(4096),
       CONSTRAINT coverage_pk PRIMARY KEY (segment, slot, disclosure_id),
       CONSTRAINT coverage_form CHECK (CASE WHEN slot = -1 THEN num_nonnulls(offsets, bitmap) = 1
                                            ELSE slot BETWEEN 0 AND 4095 AND num_nonnulls(offsets, bitmap) = 0 END)
     ) PARTITION BY RANGE (disclosure_id)`,
    // Without the segment behind it, equal ids share one entry: 6 bytes a row instead of 36.
    `CREATE INDEX coverage_by_disclosure ON coverage (disclosure_id)`,
    `CREATE TABLE coverage_detached (
       month timestamptz(3) CONSTRAINT coverage_detached_pk PRIMARY KEY,
       detached_at timestamptz(3) NOT NULL DEFAULT now()
     )`,
    FIRST_UUID_OF,
    MAKE_PARTITIONS,
    COMPACT_PARTITION,
    DETACH_PARTITION,
    FIX_SEARCH_PATHS,
    `SELECT make_coverage_partitions(month, month)
       FROM (SELECT DISTINCT date_trunc('month', to_timestamp(${millisecondsOf("disclosure_id")} / 1000.0), 'UTC') AS month
               FROM coverage_by_row) AS used`,
    `INSERT INTO coverage
     SELECT segment, -1, disclosure_id,
            CASE WHEN count(*) <= 247 THEN array_agg(slot ORDER BY slot) END,
            CASE WHEN count(*) > 247 THEN bit_or(set_bit(B'0'::bit(4096), slot, 1)) END
       FROM coverage_by_row GROUP BY disclosure_id, segment HAVING count(*) >= 3`,
    `INSERT INTO coverage
     SELECT segment, slot, disclosure_id
       FROM (SELECT *, count(*) OVER (PARTITION BY disclosure_id, segment) AS neighbours FROM coverage_by_row) AS pair
      WHERE neighbours < 3 ORDER BY disclosure_id, segment, slot`,
    `DROP TABLE coverage_by_row`,
  ];
}

/** The first 48 bits of a UUIDv7 (RFC 9562, section 5.7): milliseconds since 1970. */
function millisecondsOf(id: string): string {
  return `('x0000' || translate(left(${id}::text, 13), '-', ''))::bit(64)::bigint`;
}

/** The smallest UUID whose time is that moment. */
const FIRST_UUID_OF = `
CREATE FUNCTION first_uuid_of(moment timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$`;

/**
 * Makes the partitions of all months from one moment to the other that have none, and answers how many. A partition is made apart
 * and then attached, because attaching alone lets readers and writers go on.
 */
const MAKE_PARTITIONS = `
CREATE FUNCTION make_coverage_partitions(first timestamptz, last timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  month timestamptz := date_trunc('month', first, 'UTC');
  following timestamptz;
  partition text;
  made integer := 0;
BEGIN
  IF first IS NULL OR last IS NULL OR first > last OR first < '1970-01-01Z' OR last >= first + interval '10 years' THEN
    RAISE EXCEPTION 'not a period of at most ten years since 1970' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  WHILE month <= last LOOP
    following := (month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC';
    partition := to_char(month AT TIME ZONE 'UTC', '"coverage_"YYYY_MM');
    IF NOT EXISTS (SELECT FROM pg_inherits WHERE inhparent = 'coverage'::regclass AND inhrelid = to_regclass(partition)) THEN
      -- Taken by attaching anyhow: of two that make the same partition at once, the second waits here and finds it.
      LOCK TABLE ONLY coverage IN SHARE UPDATE EXCLUSIVE MODE;
      IF NOT EXISTS (SELECT FROM pg_inherits WHERE inhparent = 'coverage'::regclass AND inhrelid = to_regclass(partition)) THEN
        EXECUTE format('CREATE TABLE %I (LIKE coverage INCLUDING CONSTRAINTS)', partition);
        EXECUTE format('ALTER TABLE coverage ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                       partition, first_uuid_of(month), first_uuid_of(following));
        made := made + 1;
      END IF;
    END IF;
    month := following;
  END LOOP;
  RETURN made;
END $$`;

/**
 * Brings the rows of a closed month into the order of their key, so that a look-up touches few pages. Answers what it did:
 *
 * - COPIED: the rows stand sorted in a table apart. Readers went on; writers to this month would have waited.
 * - COPY_TOO_FRESH: a transaction may still look with a snapshot from before the copy, to which the copy would be empty.
 * - COPY_OUTDATED: rows came in after copying, so the copy was dropped.
 * - COMPACTED: the copy took the partition's place, in an instant; readers waited for it at most half a second.
 * - NOTHING: there is no such partition, or it was compacted before.
 */
const COMPACT_PARTITION = `
CREATE FUNCTION compact_coverage_partition(of_month timestamptz) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET lock_timeout = '500ms' AS $$
DECLARE
  month timestamptz := date_trunc('month', of_month, 'UTC');
  bounds uuid[] := ARRAY[first_uuid_of(month),
                         first_uuid_of((month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC')];
  partition text := to_char(month AT TIME ZONE 'UTC', '"coverage_"YYYY_MM');
  copy text := partition || '_compact';
  equal boolean;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_inherits WHERE inhparent = 'coverage'::regclass AND inhrelid = to_regclass(partition))
     OR obj_description(to_regclass(partition), 'pg_class') IS NOT NULL THEN
    RETURN 'NOTHING';
  END IF;
  EXECUTE format('LOCK TABLE %I IN SHARE MODE', partition);
  IF to_regclass(copy) IS NULL THEN
    EXECUTE format('CREATE TABLE %I (LIKE coverage INCLUDING CONSTRAINTS)', copy);
    EXECUTE format('INSERT INTO %I SELECT * FROM %I ORDER BY segment, slot, disclosure_id', copy, partition);
    EXECUTE format('ALTER TABLE %I ADD PRIMARY KEY (segment, slot, disclosure_id) WITH (fillfactor = 100)', copy);
    EXECUTE format('CREATE INDEX ON %I (disclosure_id) WITH (fillfactor = 100)', copy);
    -- What attaching would otherwise have to read all rows for.
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT coverage_month CHECK (disclosure_id >= %L AND disclosure_id < %L)',
                   copy, bounds[1], bounds[2]);
    EXECUTE format('ANALYZE %I', copy);
    EXECUTE format('COMMENT ON TABLE %I IS %L', copy, to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
    RETURN 'COPIED';
  END IF;
  IF obj_description(to_regclass(copy), 'pg_class')::timestamptz > now() - interval '10 minutes' THEN
    RETURN 'COPY_TOO_FRESH';
  END IF;
  -- Rows are only ever added, so equal counts are equal rows.
  EXECUTE format('SELECT (SELECT count(*) FROM %I) = (SELECT count(*) FROM %I)', partition, copy) INTO equal;
  IF NOT equal THEN
    EXECUTE format('DROP TABLE %I', copy);
    RETURN 'COPY_OUTDATED';
  END IF;
  LOCK TABLE ONLY coverage IN ACCESS EXCLUSIVE MODE;
  EXECUTE format('ALTER TABLE coverage DETACH PARTITION %I', partition);
  EXECUTE format('DROP TABLE %I', partition);
  EXECUTE format('ALTER TABLE %I RENAME TO %I', copy, partition);
  EXECUTE format('ALTER TABLE coverage ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', partition, bounds[1], bounds[2]);
  EXECUTE format('ALTER TABLE %I DROP CONSTRAINT coverage_month', partition);
  RETURN 'COMPACTED';
END $$`;

/**
 * Takes one month out of the registry's sight and writes down that it did; the table stays, under its name, for the owner to keep
 * or drop. An id may be 31 days and five minutes old when it is recorded, so until then the month still fills.
 */
const DETACH_PARTITION = `
CREATE FUNCTION detach_coverage_partition(of_month timestamptz) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  month timestamptz := date_trunc('month', of_month, 'UTC');
  partition text := to_char(month AT TIME ZONE 'UTC', '"coverage_"YYYY_MM');
BEGIN
  IF month + interval '1 month 32 days' > now() THEN
    RAISE EXCEPTION 'coverage of this month may still come in' USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  EXECUTE format('ALTER TABLE coverage DETACH PARTITION %I', partition);
  INSERT INTO coverage_detached (month) VALUES (month);
  RETURN partition;
END $$`;

/** A function that runs as its owner must not find its tables by the caller's search path. */
const FIX_SEARCH_PATHS = `
DO $$
DECLARE
  made regprocedure;
BEGIN
  FOREACH made IN ARRAY ARRAY['first_uuid_of(timestamptz)', 'make_coverage_partitions(timestamptz, timestamptz)',
                              'compact_coverage_partition(timestamptz)', 'detach_coverage_partition(timestamptz)']::regprocedure[] LOOP
    EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', made, current_schema());
  END LOOP;
END $$`;
