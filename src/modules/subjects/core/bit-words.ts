/** A bitmap's bits, 32 at a time: in place where they lie as words do, else in a copy. */
export function wordsOf(bitmap: Uint8Array): Int32Array {
  const { buffer, byteOffset, byteLength } = bitmap.byteOffset % 4 === 0 ? bitmap : new Uint8Array(bitmap);
  return new Int32Array(buffer, byteOffset, byteLength / 4);
}

/** How many bits of a word are set. */
export function countBits(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** How many bits of all words are set. */
export function countAllBits(words: Int32Array): number {
  let count = 0;
  for (const word of words) count += countBits(word);
  return count;
}
