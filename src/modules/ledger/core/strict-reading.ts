import { NotVerified } from "./not-verified.js";

/** The text that is in UTF-8, byte for byte. Throws `NotVerified` where it is in anything else; `called` names it. */
export function strictText(bytes: Uint8Array, called: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new NotVerified(`${called} is not in UTF-8`, { cause: error });
  }
}

/** The bytes of a text in standard Base64 with padding (RFC 4648, section 4), or null where it is in any other spelling. */
export function fromBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : null;
}

/** A whole number in decimal digits without leading zeroes, or null: also where it is beyond 2^53 - 1. */
export function fromDecimal(text: string): number | null {
  const number = Number(text);
  return /^(?:0|[1-9]\d{0,15})$/.test(text) && Number.isSafeInteger(number) ? number : null;
}
