#!/usr/bin/env node
import { runVerifier } from "./verifier/program.js";

/** The verifier of the ledger. docs/verifying.md says what it verifies, and how. */

process.exitCode = await runVerifier(process.argv.slice(2), process);
