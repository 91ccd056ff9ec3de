import { NotVerified } from "./not-verified.js";

/** Entry bundles of C2SP tlog-tiles: each entry behind its length, two bytes big-endian. */

/** No leaf of a log that serves entry bundles is longer. */
export const ENTRY_BYTES_MAX = 65_535;
const LENGTH_BYTES = 2;

/** Throws a RangeError where an entry is too long. */
export function packEntries(entries: readonly Uint8Array[]): Buffer {
  const parts = entries.flatMap((entry) => {
    if (entry.length > ENTRY_BYTES_MAX) throw new RangeError(`An entry has ${entry.length} bytes.`);
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt16BE(entry.length);
    return [length, entry];
  });
  return Buffer.concat(parts);
}

/** The entries of a bundle of `count`. Throws `NotVerified` where it holds fewer, more, or half of one. */
export function unpackEntries(bundle: Uint8Array, count: number): Buffer[] {
  const bytes = Buffer.from(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  const entries: Buffer[] = [];
  let place = 0;
  while (place < bytes.length && entries.length < count) {
    const start = place + LENGTH_BYTES;
    const end = start > bytes.length ? Infinity : start + bytes.readUInt16BE(place);
    if (end > bytes.length) throw new NotVerified(`the bundle is cut off in its entry ${entries.length}`);
    entries.push(bytes.subarray(start, end));
    place = end;
  }
  if (entries.length < count) throw new NotVerified(`the bundle has ${entries.length} entries, not ${count}`);
  if (place < bytes.length) throw new NotVerified(`the bundle goes on behind its ${count} entries`);
  return entries;
}
