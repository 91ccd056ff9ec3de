import { readFile } from "node:fs/promises";
import { calledWrongly } from "./exit-code.js";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "it may not be read by you",
  EPERM: "it may not be read by you",
};

/** The file's bytes as UTF-8 text. Throws CommandFailed where it cannot be read. */
export async function readTextFile(path: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw unreadable(path, error);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw calledWrongly(`${path} is not UTF-8 text: save it as UTF-8 and try again.`);
  }
}

export function unreadable(path: string, error: unknown): Error {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  return calledWrongly(`${path} cannot be read: ${REASONS[code] ?? (code || String(error))}.`);
}
