import type { ApiKeyOfSecret } from "../api-key-row.js";

/**
 * What those are told who send a key that is not known, and those who send a good one from an address it does not allow: the answers must not
 * tell apart whether a stolen key would work elsewhere.
 */
export const UNKNOWN_KEY = "The API key is not known here: check that it was made on this registry.";

/**
 * Why a known key works no longer, or null where it does. Only who holds a whole secret that was good once, and is where it may be used, is told: nobody
 * else can get here, and they can mend it.
 */
export function refusalOfKey(
  { revokedAt, expiresAt, secretEndsAt }: ApiKeyOfSecret,
  now: Date,
): string | null {
  if (revokedAt) return "The API key was revoked: ask an administrator for a new one.";
  if (expiresAt && expiresAt <= now) return "The API key has expired: ask an administrator for a new one.";
  if (secretEndsAt && secretEndsAt <= now) {
    return "The API key was given a new secret, and this one works no longer: use the new one, or ask an administrator to rotate the key.";
  }
  return null;
}
