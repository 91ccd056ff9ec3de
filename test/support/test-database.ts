import { afterAll, beforeAll } from "@jest/globals";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { DataSource } from "typeorm";
import { entities } from "../../src/entities.js";
import { createDataSource } from "../../src/platform/db/data-source.js";
import { dropDatabase, execute, roleOf, testCluster, withDatabase } from "./test-cluster.js";

/** A database of one test file's own. */
export interface TestDatabase {
  readonly name: string;
  /** As a role that may also make roles. */
  readonly creatorUrl: string;
  /** As the role that owns the tables. */
  readonly ownerUrl: string;
  /** As the role the server works as. */
  readonly apiUrl: string;
  readonly apiRole: string;
  /** As the role that puts the ledger in order. */
  readonly sequencerUrl: string;
  drop(): Promise<void>;
}

/** A database that lives as long as the test file, with a data source for each role. Readable from `beforeAll` on. */
export interface LentDatabase {
  readonly ownerUrl: string;
  readonly apiUrl: string;
  readonly sequencerUrl: string;
  readonly owner: DataSource;
  readonly api: DataSource;
}

const CLONE_ATTEMPTS_MAX = 50;
const CLONE_RETRY_MS = 100;

/** A copy of the migrated template; with `empty`, a database without a table. */
export async function createTestDatabase(options: { empty?: boolean } = {}): Promise<TestDatabase> {
  const cluster = testCluster();
  const { creatorUrl, ownerUrl, apiUrl, sequencerUrl, template } = cluster;
  const name = `${template}_${randomBytes(4).toString("hex")}`;
  const source = options.empty ? "template1" : template;
  await clone(
    creatorUrl,
    `CREATE DATABASE ${name} TEMPLATE ${source} OWNER ${pg.escapeIdentifier(roleOf(ownerUrl))}`,
  );
  return {
    name,
    creatorUrl: withDatabase(creatorUrl, name),
    ownerUrl: withDatabase(ownerUrl, name),
    apiUrl: withDatabase(apiUrl, name),
    apiRole: roleOf(apiUrl),
    sequencerUrl: withDatabase(sequencerUrl, name),
    drop: () => dropDatabase(cluster, name),
  };
}

/** Lends the calling test file, or `describe` block, a copy of the migrated template. */
export function withTestDatabase(): LentDatabase {
  let database: TestDatabase | undefined;
  let owner: DataSource | undefined;
  let api: DataSource | undefined;
  beforeAll(async () => {
    database = await createTestDatabase();
    owner = await createDataSource({ url: database.ownerUrl, entities }).initialize();
    api = await createDataSource({ url: database.apiUrl, entities }).initialize();
  });
  afterAll(async () => {
    await api?.destroy();
    await owner?.destroy();
    await database?.drop();
  });
  return {
    get ownerUrl() {
      return lent(database).ownerUrl;
    },
    get apiUrl() {
      return lent(database).apiUrl;
    },
    get sequencerUrl() {
      return lent(database).sequencerUrl;
    },
    get owner() {
      return lent(owner);
    },
    get api() {
      return lent(api);
    },
  };
}

function lent<Value>(value: Value | undefined): Value {
  if (value === undefined)
    throw new Error("The test database exists from beforeAll on: use it inside a test or a hook.");
  return value;
}

/** Another clone that is being made is a connection to the template, which PostgreSQL refuses to copy then (55006, object_in_use). */
async function clone(creatorUrl: string, statement: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await execute(creatorUrl, statement);
      return;
    } catch (error) {
      if (attempt >= CLONE_ATTEMPTS_MAX || (error as { code?: string }).code !== "55006") throw error;
      await sleep(CLONE_RETRY_MS);
    }
  }
}
