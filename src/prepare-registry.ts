import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { DataSource } from "typeorm";
import { leaveFingerprint } from "./modules/access/index.js";
import type { DataMapService } from "./modules/datamap/index.js";
import type { Config } from "./platform/config.js";
import type { Keyring } from "./platform/keyring.js";
import { projectRoot } from "./platform/project-root.js";
import { StartRefused } from "./platform/start-refused.js";

interface Prepared {
  readonly dataSource: DataSource;
  readonly keyring: Keyring;
  readonly dataMap: DataMapService;
}

/**
 * Sees to it that the registry has a data map, which is loaded by then, and that the secret is the one its users were recorded with.
 *
 * Throws StartRefused or AppError with a message for the operator.
 */
export async function prepareRegistry(
  config: Config,
  { dataSource, keyring, dataMap }: Prepared,
): Promise<void> {
  // Before the secret leaves its fingerprint, so that a document that is refused has left nothing at all.
  await loadDataMap(dataMap, config.exampleDataMap ?? join(projectRoot, "examples", "edcrunch.datamap.yaml"));
  if (await leaveFingerprint(dataSource, keyring)) return;
  throw new StartRefused([
    "Another process started at the same moment with another REGISTRY_SECRET: give all of them the same.",
  ]);
}

/** A registry that has its data map needs no example any more, so the file may be gone by then. */
async function loadDataMap(dataMap: DataMapService, example: string): Promise<void> {
  if (!(await dataMap.isEmpty())) {
    await dataMap.refresh();
    return;
  }
  const sourceText = await readFile(example, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new StartRefused([
      `The example data map ${example} cannot be read (${error.code}): set EXAMPLE_DATA_MAP to the path of a document, or leave it out for the one that comes with the registry.`,
    ]);
  });
  await dataMap.loadExampleIfEmpty({ sourceText, fileName: basename(example), appliedBy: "first start" });
}
