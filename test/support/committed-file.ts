import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../src/platform/project-root.js";

/** Whether this run rewrites the committed files instead of comparing with them. */
export const updating = process.env.UPDATE_SNAPSHOTS === "1";

/** A committed file's text; empty when there is none. */
export function readCommitted(path: string): string {
  const file = join(projectRoot, path);
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

export function writeCommitted(path: string, text: string): void {
  writeFileSync(join(projectRoot, path), text);
}
