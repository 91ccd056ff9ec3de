import type { DataSource } from "typeorm";
import { grants } from "../migrations/grants.js";
import { migrations } from "../migrations/index.js";
import { entities } from "../src/entities.js";
import { CoverageService } from "../src/modules/coverage/index.js";
import { SubjectSet, type SubjectNumber } from "../src/modules/subjects/index.js";
import { systemClock } from "../src/platform/clock.js";
import { copyIn } from "../src/platform/db/copy-binary.js";
import { bit, int2Array, int4 } from "../src/platform/db/copy-types.js";
import { createDataSource } from "../src/platform/db/data-source.js";
import { migrate } from "../src/platform/db/migrate.js";
import { roleOfUrl } from "../src/platform/db/role-names.js";
import { run, sql, type Sql } from "../src/platform/db/sql.js";
import { inTransaction, type Tx } from "../src/platform/db/transaction.js";
import type { BenchDatabase } from "./bench-database.js";

/** A disclosure's id and the users it covers. */
export interface Covered {
  readonly disclosureId: string;
  readonly subjects: readonly SubjectNumber[];
}

/** From so many users on a disclosure's set arrives as an uploaded list, not with the call. */
const LISTED_FROM = 10_000;

/** The registry's tables filled past its GraphQL interface, through the code that fills them there, as the owner of the tables. */
export class RegistryStore {
  readonly coverage: CoverageService;
  #hasLists = false;

  private constructor(readonly dataSource: DataSource) {
    this.coverage = new CoverageService(dataSource, systemClock);
  }

  /** @param database empty, or with a registry's tables already */
  static async open(database: BenchDatabase): Promise<RegistryStore> {
    const apiRole = roleOfUrl(database.apiUrl);
    await migrate({ ownerUrl: database.ownerUrl, apiRole, migrations, grants });
    const dataSource = createDataSource({ url: database.ownerUrl, entities, timeoutMs: 0 });
    await dataSource.initialize();
    return new RegistryStore(dataSource);
  }

  /** Covers the users of each disclosure, in one transaction. */
  async cover(sets: readonly Covered[]): Promise<void> {
    await this.#makeLists();
    await this.coverage.makeRoom(sets.map(({ disclosureId }) => disclosureId));
    const small = sets.filter(({ subjects }) => subjects.length < LISTED_FROM);
    const large = sets.filter(({ subjects }) => subjects.length >= LISTED_FROM);
    await inTransaction(this.dataSource, async (tx) => {
      if (small.length > 0) await this.coverage.add(tx, small);
      for (const [list, { disclosureId, subjects }] of large.entries()) {
        await this.#stage(tx, list, subjects);
        await this.#coverList(tx, disclosureId, list);
        await run(tx, sql`TRUNCATE bench_list`);
      }
    });
  }

  /** Keeps a set for `coverList`, as an uploaded list is kept. */
  async keepList(list: number, subjects: readonly SubjectNumber[]): Promise<void> {
    await this.#makeLists();
    await inTransaction(this.dataSource, (tx) => this.#stage(tx, list, subjects));
  }

  /** Lets each disclosure cover the users of a kept list, in one transaction. */
  async coverLists(
    covered: readonly { readonly disclosureId: string; readonly list: number }[],
  ): Promise<void> {
    await inTransaction(this.dataSource, async (tx) => {
      for (const { disclosureId, list } of covered) await this.#coverList(tx, disclosureId, list);
    });
  }

  close(): Promise<void> {
    return this.dataSource.destroy();
  }

  /** As late as this, because a registry does not start on tables that it does not know. */
  async #makeLists(): Promise<void> {
    if (this.#hasLists) return;
    const table = sql`CREATE TABLE bench_list (
      list integer NOT NULL, segment integer NOT NULL, offsets smallint[], bitmap bit(4096), PRIMARY KEY (list, segment))`;
    await run(this.dataSource.manager, table);
    this.#hasLists = true;
  }

  async #stage(tx: Tx, list: number, subjects: readonly SubjectNumber[]): Promise<void> {
    const segments = [...SubjectSet.of(subjects).segments()].map((segment) => ({ list, ...segment }));
    await copyIn(tx, "bench_list", { list: int4, segment: int4, offsets: int2Array, bitmap: bit }, segments);
  }

  async #coverList(tx: Tx, disclosureId: string, list: number): Promise<void> {
    await this.coverage.addPacked(tx, disclosureId, segmentsOfList(list));
  }
}

/** A kept list as a subject list answers it. */
export function segmentsOfList(list: number): Sql {
  return sql`SELECT segment, offsets, bitmap FROM bench_list WHERE list = ${list}`;
}
