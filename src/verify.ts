#!/usr/bin/env node
import { readClientConfig } from "./platform/config.js";
import { runVerifier } from "./verifier/program.js";

/** The verifier of the ledger. docs/verifying.md says what it verifies, and how. */

// Whoever read our output may have gone (`registry-verify … | head`); that is no reason to complain.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

process.exitCode = await runVerifier(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  apiKey: () => readClientConfig().registryApiKey,
  kinds: async () => (await import("./leaves.js")).leaves,
});
