import { register } from "node:module";

register("./typescript-hooks.js", import.meta.url);

/** Gives the run its database server. Test files reach it through `test-database.ts`. */
export default async function globalSetup() {
  const { startTestCluster } = await import("./test-cluster.ts");
  await startTestCluster();
}
