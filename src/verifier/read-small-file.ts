import { open } from "node:fs/promises";
import { NotVerified } from "../modules/ledger/core/not-verified.js";
import { CannotRead } from "./failures.js";

/** Every receipt, proof and checkpoint is far smaller. */
export const SMALL_BYTES_MAX = 1_048_576;

/**
 * A file that is to be small. Of a larger one no more than the limit is read.
 *
 * @param expected what it should be, as in "a receipt".
 */
export async function readSmallFile(path: string, expected: string): Promise<string> {
  const bytes = await readAtMost(path, SMALL_BYTES_MAX);
  if (bytes === null) throw new CannotRead(`${path} does not exist`);
  if (bytes.length > SMALL_BYTES_MAX) {
    throw new NotVerified(`${path} has more than ${SMALL_BYTES_MAX} bytes, so it is not ${expected}`);
  }
  return bytes.toString("utf8");
}

/** The file's bytes, cut off one byte behind `max`; null where there is no such file. */
export async function readAtMost(path: string, max: number): Promise<Buffer | null> {
  try {
    const file = await open(path);
    try {
      return await upTo(max + 1, (buffer, offset) => file.read(buffer, offset, buffer.length - offset));
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw new CannotRead(`${path} cannot be read: ${message}`, { cause: error });
  }
}

const FIRST_BYTES = 65_536;

/** Reads until the end or until `limit` bytes, in memory that grows with what is there. */
async function upTo(
  limit: number,
  read: (buffer: Buffer, offset: number) => Promise<{ bytesRead: number }>,
): Promise<Buffer> {
  let buffer = Buffer.alloc(Math.min(limit, FIRST_BYTES));
  let filled = 0;
  for (;;) {
    const { bytesRead } = await read(buffer, filled);
    filled += bytesRead;
    if (bytesRead === 0 || filled === limit) return buffer.subarray(0, filled);
    if (filled === buffer.length) {
      buffer = Buffer.concat([buffer], Math.min(limit, buffer.length * 4));
    }
  }
}
