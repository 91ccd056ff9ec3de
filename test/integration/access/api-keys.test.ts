import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { DataSource } from "typeorm";
import { grants } from "../../../migrations/grants.js";
import { migrations } from "../../../migrations/index.js";
import { entities } from "../../../src/entities.js";
import { hashOfToken, newApiKey } from "../../../src/modules/access/core/api-key-format.js";
import { ApiKeysService, FirstAdministrator } from "../../../src/modules/access/index.js";
import { systemClock } from "../../../src/platform/clock.js";
import { createDataSource } from "../../../src/platform/db/data-source.js";
import { migrate } from "../../../src/platform/db/migrate.js";
import { Keyring } from "../../../src/platform/keyring.js";
import { createTestDatabase, withTestDatabase, type TestDatabase } from "../../support/test-database.js";
import { execute } from "../../support/test-cluster.js";

const FROM_HERE = { address: "127.0.0.1", mayTry: () => true };

const keyring = new Keyring("a secret of the tests, long enough to be taken for one");
const isEarlier = (name: string) => Number(name.slice(-4)) < 9;

describe("API keys made before keys had secrets of their own", () => {
  let database: TestDatabase;
  let api: DataSource;
  const { id, token } = newApiKey();

  beforeAll(async () => {
    database = await createTestDatabase({ empty: true });
    const earlier = migrations.filter((Migration) => isEarlier(new Migration().name));
    await migrate({ ownerUrl: database.ownerUrl, apiRole: null, migrations: earlier, grants: [] });
    const hash = hashOfToken(keyring.derive("api-key/v1"), token).toString("hex");
    await execute(
      database.ownerUrl,
      `INSERT INTO api_key (id, name, role, secret_hash, created_at, created_by)
       VALUES ('${id}', 'An old key', 'AUDITOR', '\\x${hash}', '2026-01-01T00:00:00Z', 'maker')`,
    );
    await migrate({ ownerUrl: database.ownerUrl, apiRole: database.apiRole, migrations, grants });
    api = await createDataSource({ url: database.apiUrl, entities }).initialize();
  });
  afterAll(async () => {
    await api.destroy();
    await database.drop();
  });

  it("go on working, and can be rotated", async () => {
    const keys = new ApiKeysService(api, keyring, systemClock);
    expect(await keys.authenticate(token, FROM_HERE)).toMatchObject({
      keyId: id,
      name: "An old key",
      roles: ["AUDITOR"],
    });
    const { row, token: newer } = await keys.rotate({ id, gracePeriod: "PT0S" }, "somebody");
    expect(row).toMatchObject({ id, createdAt: new Date("2026-01-01T00:00:00Z"), createdBy: "maker" });
    expect(await keys.authenticate(newer, FROM_HERE)).toMatchObject({ keyId: id });
    await expect(keys.authenticate(token, FROM_HERE)).rejects.toThrow("was given a new secret");
  });
});

describe("The first administrator", () => {
  const database = withTestDatabase();

  it("gets one key, however many processes start on a new database at once", async () => {
    const starts = Array.from({ length: 5 }, () =>
      new FirstAdministrator(database.api, keyring, systemClock).ensure(null),
    );
    const made = (await Promise.all(starts)).filter((token) => token !== null);
    expect(made).toHaveLength(1);
    const keys = new ApiKeysService(database.api, keyring, systemClock);
    expect(await keys.authenticate(made[0]!, FROM_HERE)).toMatchObject({ roles: ["ADMIN"] });
  });
});
