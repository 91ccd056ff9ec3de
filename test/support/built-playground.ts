import { afterAll, beforeAll } from "@jest/globals";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundlePlayground } from "../../scripts/bundle-playground.js";

/** The playground built from the code as it stands, in a folder of the test file's own. */
export const builtPlayground = await mkdtemp(join(tmpdir(), "playground-"));

/** Builds it before the tests run. Call it above `withTestServer({ playground: builtPlayground })`, whose server reads it. */
export function withBuiltPlayground(): void {
  beforeAll(() => bundlePlayground(builtPlayground));
  afterAll(() => rm(builtPlayground, { recursive: true, force: true }));
}
