import { ForwardOnlyMigration } from "../src/platform/db/forward-only-migration.js";

/**
 * From which addresses a key may be used, which stands with it for good, and when it was last used, which is no fact: each use overwrites
 * the one before. Null where the key may be used from everywhere, so that the leaves of earlier keys stay what they were.
 */
export class KeyAddresses1763800000023 extends ForwardOnlyMigration {
  readonly name = "KeyAddresses1763800000023";
  protected readonly statements = [
    `ALTER TABLE api_key
       ADD COLUMN allowed_addresses jsonb
       CONSTRAINT api_key_allowed_addresses CHECK (jsonb_typeof(allowed_addresses) = 'array' AND allowed_addresses <> '[]')`,
    `CREATE TABLE api_key_use (
       api_key_id text CONSTRAINT api_key_use_pk PRIMARY KEY CONSTRAINT api_key_use_of REFERENCES api_key (id),
       last_used_at timestamptz(3) NOT NULL
     )`,
  ];
}
