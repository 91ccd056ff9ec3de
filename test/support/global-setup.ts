import { importTypeScript } from "./import-typescript.js";
import type * as TemporaryFiles from "./temporary-files.js";
import type * as TestCluster from "./test-cluster.js";

/** Gives the run its database server. Test files reach it through `test-database.ts`. */
export default async function globalSetup(): Promise<void> {
  const { keepTemporaryFilesInMemory } =
    await importTypeScript<typeof TemporaryFiles>("./temporary-files.ts");
  await keepTemporaryFilesInMemory();
  const { startTestCluster } = await importTypeScript<typeof TestCluster>("./test-cluster.ts");
  await startTestCluster();
}
