import { readFile, stat } from "node:fs/promises";
import { calledWrongly } from "./exit-code.js";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "it may not be read by you",
  EPERM: "it may not be read by you",
};

/** What can be sent as one text: the registry takes requests of 20 MiB. */
export const TEXT_BYTES_MAX = 16 * 1024 * 1024;

/** The file's bytes as UTF-8 text. Throws CommandFailed where it cannot be read, or could not be sent. */
export async function readTextFile(path: string): Promise<string> {
  let bytes: Buffer;
  let size: number;
  try {
    ({ size } = await stat(path));
    bytes = size > TEXT_BYTES_MAX ? Buffer.alloc(0) : await readFile(path);
  } catch (error) {
    throw unreadable(path, error);
  }
  if (size > TEXT_BYTES_MAX) {
    throw calledWrongly(`${path} has ${size} bytes: no registry takes more than ${TEXT_BYTES_MAX} at once.`);
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
