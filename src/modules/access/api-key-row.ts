import type { Role } from "./core/permissions.js";

/** An API key as it stands: everything but its secrets. */
export interface ApiKeyRow {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** Keys of the recipients it is bound to, sorted; none = not by recipients. */
  readonly recipients: readonly string[];
  /** Keys of the purposes it is bound to, sorted; null = not by purposes. */
  readonly purposes: readonly string[] | null;
  readonly createdAt: Date;
  readonly createdBy: string | null;
  readonly expiresAt: Date | null;
  /** The ranges of addresses from which it may be used, sorted; null = from everywhere. */
  readonly allowedAddresses: readonly string[] | null;
  /** SHA-256 of each GraphQL document it may send, in hexadecimal, sorted; null = any. */
  readonly trustedDocuments: readonly string[] | null;
  readonly revokedAt: Date | null;
  /** How many secrets it has had, the present one included. */
  readonly secretNumber: number;
  /** When it was given its present secret; null where that is its first. */
  readonly rotatedAt: Date | null;
  /** From when on its earlier secrets are refused; null where it has had none. */
  readonly previousSecretEndsAt: Date | null;
  /** Behind by a minute at most; null where it was never used. */
  readonly lastUsedAt: Date | null;
}

/** A key as one of its secrets leads to it. */
export interface ApiKeyOfSecret extends ApiKeyRow {
  /** From when on that secret is refused; null while no later one ends it. */
  readonly secretEndsAt: Date | null;
}
