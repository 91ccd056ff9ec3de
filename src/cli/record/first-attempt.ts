import { readFile, writeFile } from "node:fs/promises";
import { calledWrongly } from "../exit-code.js";

/**
 * The moment at which a file was first recorded in a registry, from a note beside the file.
 *
 * A registry takes new ids of the last 31 days only, so the time in the ids cannot come from the lines, which may be older; it has to
 * be the same on every attempt, so it is written down before the first.
 *
 * @param registry what tells this registry from others
 */
export async function momentOfFirstAttempt(file: string, registry: string, now: Date): Promise<Date> {
  const path = `${file}.attempts.json`;
  const attempts = await readAttempts(path);
  const known = attempts[registry];
  if (known !== undefined) return new Date(known);
  const text = `${JSON.stringify({ ...attempts, [registry]: now.toISOString() }, null, 2)}\n`;
  await writeFile(path, text).catch((error: NodeJS.ErrnoException) => {
    throw calledWrongly(
      `${path} cannot be written (${error.code}). It keeps a second run from recording lines twice: make the folder writable, or give every line an id.`,
    );
  });
  return now;
}

async function readAttempts(path: string): Promise<Record<string, string>> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
  try {
    const attempts = JSON.parse(text) as Record<string, string>;
    if (Object.values(attempts).every((moment) => !Number.isNaN(Date.parse(moment)))) return attempts;
  } catch {
    // Told below, as other contents are.
  }
  throw calledWrongly(
    `${path} is damaged: put it back from a copy. Deleting it would record lines without an id a second time.`,
  );
}
