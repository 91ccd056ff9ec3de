import "reflect-metadata";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DataSource } from "typeorm";
import { buildSchema } from "type-graphql";
import { enforcePermissions, permissionsOf } from "../../src/modules/access/index.js";
import { readDataMapDocument } from "../../src/modules/datamap/data-map-document.parser.js";
import { DataMapSnapshot } from "../../src/modules/datamap/index.js";
import type { Caller } from "../../src/platform/graphql/context.js";
import { createHttpServer } from "../../src/platform/http/server.js";
import { DEFAULT_LIMITS } from "../../src/platform/limits-settings.js";
import { createLogger } from "../../src/platform/observability/logger.js";
import { projectRoot } from "../../src/platform/project-root.js";
import { ADMIN_API_KEY } from "../bench.js";
import { joinTableEntities } from "./join-table.entity.js";
import { JoinTableResolver } from "./join-table.resolver.js";
import { JoinTableService } from "./join-table.service.js";

/** The join-table schema behind the registry's own GraphQL server: the program a scenario starts beside the registry. */

const CALLER: Caller = {
  keyId: "bench",
  name: "bench",
  roles: ["ADMIN"],
  permissions: permissionsOf("ADMIN"),
  recipients: new Set(),
  scope: null,
};

const example = join(projectRoot, "examples", "edcrunch.datamap.yaml");
const map = new DataMapSnapshot({
  number: 1,
  effectiveFrom: null,
  appliedAt: new Date(0),
  appliedBy: "bench",
  message: "",
  document: readDataMapDocument(await readFile(example, "utf8"), "example").document,
});
const dataSource = await new DataSource({
  type: "postgres",
  url: process.env.DATABASE_OWNER_URL!,
  entities: [...joinTableEntities],
  synchronize: true,
  installExtensions: false,
  poolSize: 10,
}).initialize();
// The two indexes that TypeORM's decorators cannot say, for the lists by category and across borders, and the way from a user to disclosures.
await dataSource.query("CREATE INDEX ON disclosure USING gin (categories)");
await dataSource.query(
  'CREATE INDEX ON disclosure ("counterpartyCountry", "recordedAt", id) WHERE "crossBorder"',
);
const service = new JoinTableService(dataSource, map);
await service.loadKeys();
const schema = await buildSchema({
  resolvers: [JoinTableResolver],
  container: { get: () => new JoinTableResolver(service) },
  validate: false,
});
const http = await createHttpServer({
  schema: enforcePermissions(schema),
  logger: createLogger("warn"),
  authenticate: ({ authorization }) =>
    Promise.resolve(authorization === `Bearer ${ADMIN_API_KEY}` ? CALLER : null),
  limits: DEFAULT_LIMITS,
  isReady: () => Promise.resolve(true),
  playground: join(projectRoot, "dist", "web", "playground"),
});
const address = await http.listen({ host: "127.0.0.1", port: 0 });
process.stdout.write(`The join-table server answers at ${address}/graphql\n`);
process.once("SIGTERM", () => process.exit());
