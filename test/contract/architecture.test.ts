import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { cruise } from "dependency-cruiser";
import type { ICruiseResult } from "dependency-cruiser";
import extractDepcruiseConfig from "dependency-cruiser/config-utl/extract-depcruise-config";
import { projectRoot } from "../../src/platform/project-root.js";

const { options, ...ruleSet } = await extractDepcruiseConfig(join(projectRoot, ".dependency-cruiser.cjs"));
const SAMPLE_TREE = join(projectRoot, "test/contract/fixtures/architecture");

interface Breach {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

/** What the rules find in `src/` and `migrations/` under `folder`, sorted by rule. */
async function breachesIn(folder: string): Promise<Breach[]> {
  const { output } = await cruise(
    ["src", "migrations"],
    { ...options, baseDir: folder, validate: true, ruleSet },
    options?.enhancedResolveOptions,
  );
  const { violations } = (output as ICruiseResult).summary;
  return violations
    .filter(({ rule }) => rule.severity === "error")
    .map(({ rule, from, to }) => ({
      rule: rule.name,
      from,
      to: to.replace(/^.*node_modules\/([^/]+)\/.*$/, "$1"),
    }))
    .sort((one, other) => one.rule.localeCompare(other.rule));
}

describe("the dependency rules", () => {
  it("find nothing wrong in the project", async () => {
    expect(await breachesIn(projectRoot)).toEqual([]);
  });

  it("report each breach of the sample tree under the rule meant for it, and nothing else there", async () => {
    const breaches = await breachesIn(SAMPLE_TREE);
    expect(breaches.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`)).toEqual([
      "api-files-see-no-sql: src/modules/coverage/api-files-see-no-sql.resolver.ts → src/modules/coverage/coverage.repository.ts",
      "core-enters-core: src/modules/coverage/core/core-enters-core.ts → src/modules/datamap/datamap.service.ts",
      "core-is-pure: src/modules/coverage/core/core-is-pure.ts → fs",
      "database-drivers-in-data-files: src/modules/coverage/database-drivers-in-data-files.ts → pg",
      "declared-dependencies-only: src/modules/coverage/declared-dependencies-only.ts → fast-check",
      "enter-by-index: src/modules/coverage/enter-by-index.ts → src/modules/datamap/datamap.service.ts",
      "entities-behind-repositories: src/modules/coverage/entities-behind-repositories.ts → src/modules/coverage/coverage.entity.ts",
      "entities-lists-entities: src/entities.ts → src/modules/coverage/coverage.repository.ts",
      "every-module-has-a-tier: src/modules/newcomer/index.ts → src/modules/newcomer/newcomer.ts",
      "index-hides-sql: src/modules/reports/index.ts → src/modules/reports/report.repository.ts",
      "leaves-lists-leaves: src/leaves.ts → src/modules/coverage/coverage.repository.ts",
      "migrations-stand-alone: migrations/0001-migrations-stand-alone.ts → src/modules/datamap/index.ts",
      "no-cycles: src/modules/coverage/no-cycles-either.ts → src/modules/coverage/no-cycles.ts",
      "no-dead-files: src/platform/no-dead-files.ts → src/platform/no-dead-files.ts",
      "platform-is-bottom: src/platform/platform-is-bottom.ts → src/modules/ledger/index.ts",
      "product-sees-no-tooling: src/modules/coverage/product-sees-no-tooling.ts → test/seed.ts",
      "resolvable: src/modules/coverage/resolvable.ts → ./nowhere.js",
      "root-enters-by-index: src/root-enters-by-index.ts → src/modules/coverage/coverage.service.ts",
      "root-is-top: src/modules/ledger/root-is-top.ts → src/app.ts",
      "schema-lists-resolvers: src/schema.ts → src/modules/coverage/coverage.service.ts",
      "server-sees-no-web: src/modules/coverage/server-sees-no-web.ts → src/web/page/main.tsx",
      "tier-1: src/modules/ledger/tier-1.ts → src/modules/access/index.ts",
      "tier-2: src/modules/access/tier-2.ts → src/modules/subjects/index.ts",
      "tier-3: src/modules/subjects/tier-3.ts → src/modules/datamap/index.ts",
      "tier-4: src/modules/coverage/tier-4.ts → src/modules/policy/index.ts",
      "tier-5: src/modules/policy/tier-5.ts → src/modules/disclosures/index.ts",
      "tier-6: src/modules/disclosures/tier-6.ts → src/modules/rights/index.ts",
      "tier-7: src/modules/rights/tier-7.ts → src/modules/reports/index.ts",
      "type-graphql-in-api-files: src/modules/coverage/type-graphql-in-api-files.ts → type-graphql",
      "verifier-stands-alone: src/verifier/verifier-stands-alone.ts → src/modules/ledger/index.ts",
      "web-talks-graphql-only: src/web/page/web-talks-graphql-only.ts → src/platform/errors.ts",
    ]);
  });

  it("are each broken by the sample tree, so that none can rest unnoticed", async () => {
    const breaches = await breachesIn(SAMPLE_TREE);
    const broken = breaches.map(({ rule }) => rule);
    expect(new Set(broken)).toEqual(new Set(ruleSet.forbidden?.map(({ name }) => name)));
  });
});
