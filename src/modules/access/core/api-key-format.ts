import { createHmac, randomBytes } from "node:crypto";

/**
 * The text of an API key: `dr_<id>_<secret><checksum>`.
 *
 * The prefix lets secret scanners recognise a leaked key, the id can be named in lists and logs, and the checksum tells a
 * mistyped key from an unknown one without asking the database.
 */
const PREFIX = "dr";
const ID_CHARS = 12;
const SECRET_CHARS = 40;
const CHECKSUM_CHARS = 6;
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const ID_SHAPE = new RegExp(`^[0-9A-Za-z]{${ID_CHARS}}$`);
const SHAPE = new RegExp(
  `^${PREFIX}_([0-9A-Za-z]{${ID_CHARS}})_([0-9A-Za-z]{${SECRET_CHARS + CHECKSUM_CHARS}})$`,
);

export interface NewApiKey {
  readonly id: string;
  /** The whole key. It is shown once and stored nowhere. */
  readonly token: string;
}

/** A new key, or a new secret for the key of an `id`. */
export function newApiKey(id = newKeyId()): NewApiKey {
  const body = `${PREFIX}_${id}_${randomText(SECRET_CHARS)}`;
  return { id, token: body + checksum(body) };
}

export function newKeyId(): string {
  return randomText(ID_CHARS);
}

/** Whether a text can be the id of a key at all. */
export function isKeyId(text: string): boolean {
  return ID_SHAPE.test(text);
}

/** Whether a token claims to be one of our own keys but was mistyped or cut off. */
export function isMistyped(token: string): boolean {
  if (!token.startsWith(`${PREFIX}_`)) return false;
  if (!SHAPE.test(token)) return true;
  return checksum(token.slice(0, -CHECKSUM_CHARS)) !== token.slice(-CHECKSUM_CHARS);
}

/** What is stored of a key: without `hashKey` a copy of the table is of no use, not even to try guesses against. */
export function hashOfToken(hashKey: Buffer, token: string): Buffer {
  return createHmac("sha256", hashKey).update(token, "utf8").digest();
}

/** Uniform base-62 text: bytes of 248 and above are drawn again, so that no character is likelier than another. */
function randomText(length: number): string {
  let text = "";
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < 248 && text.length < length) text += ALPHABET[byte % 62];
    }
  }
  return text;
}

function checksum(body: string): string {
  let remainder = createHmac("sha256", "disclosure-registry key checksum")
    .update(body)
    .digest()
    .readUInt32BE(0);
  let text = "";
  for (let index = 0; index < CHECKSUM_CHARS; index += 1) {
    text = ALPHABET[remainder % 62] + text;
    remainder = Math.floor(remainder / 62);
  }
  return text;
}
