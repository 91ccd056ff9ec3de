import { createHmac } from "node:crypto";

/** A user as the registry knows them: 16 bytes in lower-case hexadecimal. */
export type Pseudonym = string & { readonly __pseudonym: unique symbol };

/**
 * 128 bits suffice: among a billion users the chance that any two share a pseudonym is about 1 in 10^21, and they halve
 * the largest index. The key makes it a pseudonym (GDPR, Article 4(5)): without it references cannot be guessed and tried.
 */
const PSEUDONYM_BYTES = 16;

/** The same in 32-bit words, the first byte the highest. */
export const WORDS_PER_PSEUDONYM = PSEUDONYM_BYTES / 4;

/** The keyed pseudonym of a normalised reference: HMAC-SHA-256 (RFC 2104), cut to 128 bits. */
export function pseudonymOf(key: Buffer, normalisedReference: string): Pseudonym {
  const digest = createHmac("sha256", key).update(normalisedReference, "utf8").digest();
  return digest.subarray(0, PSEUDONYM_BYTES).toString("hex") as Pseudonym;
}

/** A keyed digest of a set of users, whatever their order, to tell whether two lists name the same people. */
export function digestOfSet(key: Buffer, pseudonyms: Iterable<Pseudonym>): Buffer {
  const digest = createHmac("sha256", key);
  for (const pseudonym of [...pseudonyms].sort()) digest.update(pseudonym, "latin1");
  return digest.digest().subarray(0, PSEUDONYM_BYTES);
}
