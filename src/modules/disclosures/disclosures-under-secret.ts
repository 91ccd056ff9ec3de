import type { RowsUnderSecret } from "../../platform/secrets/rows-under-secret.js";
import { FINGERPRINTS_UNDER_SECRET } from "./disclosure-fingerprints.repository.js";

/** What this module stores that depends on the secret. */
export function disclosuresUnderSecret(): RowsUnderSecret[] {
  return [FINGERPRINTS_UNDER_SECRET];
}
