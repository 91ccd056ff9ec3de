import { importTypeScript } from "./import-typescript.js";
import type * as TestCluster from "./test-cluster.js";

/** Gives the run its database server. Test files reach it through `test-database.ts`. */
export default async function globalSetup(): Promise<void> {
  const { startTestCluster } = await importTypeScript<typeof TestCluster>("./test-cluster.ts");
  await startTestCluster();
}
