import { importTypeScript } from "./import-typescript.js";
import type * as TestCluster from "./test-cluster.js";

/** Leaves nothing behind. The module is the one `global-setup.ts` loaded, so it knows what it started. */
export default async function globalTeardown(): Promise<void> {
  const { stopTestCluster } = await importTypeScript<typeof TestCluster>("./test-cluster.ts");
  await stopTestCluster();
}
