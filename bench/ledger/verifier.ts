import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { projectRoot } from "../../src/platform/project-root.js";
import type { BenchDatabase } from "../bench-database.js";
import { residentBytes } from "../resident-memory.js";

const SAMPLE_MS = 100;

export interface Audit {
  /** From the start of the program to its end. */
  readonly seconds: number;
  /** The most the program held in memory. */
  readonly bytesMax: number;
}

/** Audits a registry as an auditor does: by a program of its own. Throws where the audit finds something. */
export async function audit({ ownerUrl }: BenchDatabase, verifierKey: string): Promise<Audit> {
  const startedAt = performance.now();
  const arguments_ = ["audit", "--database", ownerUrl, "--key", verifierKey];
  const child = spawn(process.execPath, [join(projectRoot, "dist", "src", "verify.js"), ...arguments_], {
    env: { PATH: process.env.PATH },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  const ended = once(child, "exit");
  let bytesMax = 0;
  while (child.exitCode === null && child.signalCode === null) {
    // It may have ended since.
    bytesMax = Math.max(bytesMax, await residentBytes(child.pid!).catch(() => 0));
    await Promise.race([sleep(SAMPLE_MS), ended]);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  if (child.exitCode !== 0) throw new Error(`The audit found something.\n${(await said).join("\n")}`);
  return { seconds, bytesMax };
}
