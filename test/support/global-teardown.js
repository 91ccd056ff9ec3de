/** Leaves nothing behind. The module is the one `global-setup.js` loaded, so it knows what it started. */
export default async function globalTeardown() {
  const { stopTestCluster } = await import("./test-cluster.ts");
  await stopTestCluster();
}
