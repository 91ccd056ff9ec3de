import { v7 } from "uuid";
import { pseudonymOf } from "../src/modules/subjects/core/pseudonym.js";
import type { SubjectNumber } from "../src/modules/subjects/index.js";
import { copyIn } from "../src/platform/db/copy-binary.js";
import { bytea, int8 } from "../src/platform/db/copy-types.js";
import { raw, run, sql } from "../src/platform/db/sql.js";
import { inTransaction } from "../src/platform/db/transaction.js";
import { Keyring } from "../src/platform/keyring.js";
import { REGISTRY_SECRET } from "./bench.js";
import { referenceOf } from "./load/workload.js";
import type { RegistryStore } from "./registry-store.js";

/** Fills a registry with more disclosures than could be sent to it in the time: set by set, and single ones by one statement. */

/** Users there are; the sets are drawn from all of them. */
export const POPULATION = 10_000_000;
/** Singles of one statement: their coverage goes in sorted by key. */
const SINGLES_OF_A_STATEMENT = 500_000;
const BULK_OF_A_TRANSACTION = 20;

const ROW_COLUMNS = raw(
  "id, occurred_at, recorded_at, recorded_by, direction, nature, recipient, purpose, legal_ground, categories, counterparty_country, cross_border, subject_count, revision",
);

/** What the rows have in common; `id`, `moment`, `recipient` and `users` come from the query around it, and `turn`, by which they differ. */
const ROW_VALUES = raw(
  `id, moment, moment, 'bench', 'OUTBOUND', 'ROUTINE', recipient,
   (ARRAY['provision_of_services', 'marketing', 'quality_improvement'])[1 + turn / 4 % 3], 'contract',
   ARRAY[(ARRAY['identification.email', 'identification.mobile_phone'])[1 + turn / 12 % 2]],
   'KZ', false, users, 1`,
);

const RECIPIENT_OF_SINGLE = raw(
  "(ARRAY['example_courier', 'example_advertiser', 'example_bank', 'example_survey_agency'])[1 + turn % 4]",
);
/** Of large disclosures every fourth goes to one recipient, who gets no others; the rest to another. */
const RECIPIENT_OF_BULK = raw("(ARRAY['example_hosting', 'example_courier'])[1 + least(number % 4, 1)]");

/** Makes users known under the references the load generator uses. */
export async function nameUsers(store: RegistryStore, numbers: readonly SubjectNumber[]): Promise<void> {
  const key = new Keyring(REGISTRY_SECRET).derive("pseudonym/v1");
  const rows = numbers.map((number) => ({
    pseudonym: Buffer.from(pseudonymOf(key, referenceOf(number)), "hex"),
    number,
  }));
  await inTransaction(store.dataSource, (tx) =>
    copyIn(tx, "subject", { pseudonym: bytea, number: int8 }, rows),
  );
}

export interface BulkDisclosures {
  readonly count: number;
  /** Users of each. */
  readonly users: number;
  /** Kept lists they cover, by turns. */
  readonly lists: readonly number[];
  /** The months before now over which they are spread. */
  readonly months: number;
}

/** Disclosures that cover kept lists, evenly spread over a time that ends now. */
export async function loadBulk(store: RegistryStore, bulk: BulkDisclosures): Promise<void> {
  const now = Date.now();
  const spanMs = bulk.months * 30 * 24 * 3_600_000;
  const covered = Array.from({ length: bulk.count }, (_, index) => {
    const moment = new Date(now - spanMs + Math.floor((spanMs * (index + 1)) / bulk.count));
    return {
      disclosureId: v7({ msecs: moment.getTime() }),
      moment,
      list: bulk.lists[index % bulk.lists.length]!,
    };
  });
  const ids = covered.map(({ disclosureId }) => disclosureId);
  await run(
    store.dataSource.manager,
    sql`SELECT make_coverage_partitions(${new Date(now - spanMs)}, ${new Date(now)})`,
  );
  await run(
    store.dataSource.manager,
    sql`INSERT INTO disclosure (${ROW_COLUMNS}) SELECT ${ROW_VALUES}
          FROM unnest(${ids}::uuid[], ${covered.map(({ moment }) => moment)}::timestamptz[])
               WITH ORDINALITY AS made (id, moment, number)
         CROSS JOIN LATERAL (SELECT ${RECIPIENT_OF_BULK} AS recipient, ${bulk.users}::int AS users, 0 AS turn) AS alike`,
  );
  for (let done = 0; done < covered.length; done += BULK_OF_A_TRANSACTION) {
    await store.coverLists(covered.slice(done, done + BULK_OF_A_TRANSACTION));
  }
}

/** Users whom some of the single disclosures cover, the same share of every part that is loaded. */
export interface FrequentShare {
  /** How many single disclosures there will be in all, */
  readonly all: number;
  /** and how many of them cover each of these users. */
  readonly frequent: readonly { readonly number: SubjectNumber; readonly disclosures: number }[];
}

/**
 * Disclosures of one user each, any user of the population, spread over a month that ends now. Those of frequent users stand among the others
 * in the tables, as they would after a life together, and went to several recipients for several purposes.
 */
export async function loadSingles(
  store: RegistryStore,
  count: number,
  { all, frequent }: FrequentShare,
): Promise<void> {
  // Of all disclosures the first are one's, the next another's: every statement has the same share of each.
  const bounds = frequent.map((_, index) =>
    frequent.slice(0, index + 1).reduce((sum, { disclosures }) => sum + disclosures, 0),
  );
  const numbers = frequent.map(({ number }) => number);
  await run(
    store.dataSource.manager,
    sql`SELECT make_coverage_partitions(now() - interval '31 days', now())`,
  );
  for (let done = 0; done < count; done += SINGLES_OF_A_STATEMENT) {
    const rows = Math.min(SINGLES_OF_A_STATEMENT, count - done);
    await run(
      store.dataSource.manager,
      sql`WITH made AS MATERIALIZED (
            SELECT uuidv7(-random() * interval '30 days') AS id, n AS turn,
                   coalesce((${numbers}::int[])[1 + width_bucket(n::bigint * ${all}::bigint / ${rows}::bigint, ${bounds}::bigint[])],
                            (1 + random() * ${POPULATION - 1}::int)::int) AS number
              FROM generate_series(0, ${rows}::int - 1) AS n),
          recorded AS (
            INSERT INTO disclosure (${ROW_COLUMNS}) SELECT ${ROW_VALUES}
              FROM (SELECT id, uuid_extract_timestamp(id) AS moment, ${RECIPIENT_OF_SINGLE} AS recipient, 1 AS users, turn
                      FROM made ORDER BY id) AS row)
          INSERT INTO coverage (segment, slot, disclosure_id)
          SELECT number / 4096, number % 4096, id FROM made ORDER BY 1, 2, 3`,
    );
  }
}

/** Runs a load without the indexes that its table's lists need, and makes them again: it takes a fraction of the time. */
export async function withoutIndexes(
  store: RegistryStore,
  table: string,
  load: () => Promise<void>,
): Promise<void> {
  const db = store.dataSource.manager;
  const indexes = await run<{ name: string; definition: string }>(
    db,
    sql`SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
          FROM pg_index WHERE indrelid = ${table}::regclass AND NOT indisprimary`,
  );
  for (const { name } of indexes) await run(db, raw(`DROP INDEX ${name}`));
  await load();
  for (const { definition } of indexes) await run(db, raw(definition));
}

/** What autovacuum would have done in time: statistics for the planner, and which pages hold nothing but what all may see. */
export async function tidy(store: RegistryStore): Promise<void> {
  await run(store.dataSource.manager, raw("VACUUM (ANALYZE)"));
}
