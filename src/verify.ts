#!/usr/bin/env node
import { readClientConfig } from "./platform/config.js";
import { StartRefused } from "./platform/start-refused.js";
import { runVerifier } from "./verifier/program.js";

/** The verifier of the ledger. docs/verifying.md says what it verifies, and how. */

// Whoever read our output may have gone (`registry-verify … | head`); that is no reason to complain.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

let apiKey: string | null;
try {
  apiKey = readClientConfig().registryApiKey;
} catch (error) {
  if (!(error instanceof StartRefused)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(2);
}

process.exitCode = await runVerifier(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  apiKey,
  kinds: async () => (await import("./leaves.js")).leaves,
});
