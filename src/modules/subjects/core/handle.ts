import { createCipheriv, createDecipheriv } from "node:crypto";
import type { SubjectNumber } from "./subject-number.js";

/**
 * Opaque handles of users: a dense number must not leave the registry, because numbers in sequence tell when a user first
 * appeared and how many there are.
 *
 * A handle is one block of AES-256 over 8 zero bytes and the number, so it is the same for the same user everywhere, and
 * one that was made up does not decrypt to zeros.
 */
const HANDLE = /^[A-Za-z0-9_-]{22}$/;
const BLOCK_BYTES = 16;

export function handleOf(key: Buffer, number: SubjectNumber): string {
  return handlesOf(key, [number])[0]!;
}

/** Handles by the thousand: one cipher for all of them. */
export function handlesOf(key: Buffer, numbers: readonly SubjectNumber[]): string[] {
  const blocks = Buffer.alloc(BLOCK_BYTES * numbers.length);
  numbers.forEach((number, index) => blocks.writeBigUInt64BE(BigInt(number), BLOCK_BYTES * index + 8));
  const cipher = createCipheriv("aes-256-ecb", key, null).setAutoPadding(false);
  const handles = Buffer.concat([cipher.update(blocks), cipher.final()]);
  return numbers.map((_, index) =>
    handles.toString("base64url", BLOCK_BYTES * index, BLOCK_BYTES * (index + 1)),
  );
}

/** The user behind a handle, or null for a text that is no handle of this registry. */
export function numberOfHandle(key: Buffer, handle: string): SubjectNumber | null {
  if (!HANDLE.test(handle)) return null;
  const bytes = Buffer.from(handle, "base64url");
  // 22 characters hold four bits more than the block: only one of the sixteen spellings is the handle.
  if (bytes.toString("base64url") !== handle) return null;
  const decipher = createDecipheriv("aes-256-ecb", key, null).setAutoPadding(false);
  const block = Buffer.concat([decipher.update(bytes), decipher.final()]);
  return block.readBigUInt64BE(0) === 0n ? (Number(block.readBigUInt64BE(8)) as SubjectNumber) : null;
}
