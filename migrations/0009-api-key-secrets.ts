import { ForwardOnlyMigration } from "../src/platform/db/forward-only-migration.js";

/**
 * A key's secrets, so that it can be given a new one and stay the same key. Each row is a fact: when a secret ends follows from the
 * later ones, none of which has to change it.
 */
export class ApiKeySecrets1763800000009 extends ForwardOnlyMigration {
  readonly name = "ApiKeySecrets1763800000009";
  protected readonly statements = [
    // Two rotations of one key at the same moment want the same number, so that only one of them comes to be. From earlier_end_at on the
    // key's earlier secrets are refused.
    `CREATE TABLE api_key_secret (
       api_key_id text NOT NULL CONSTRAINT api_key_secret_of REFERENCES api_key (id),
       number integer NOT NULL CONSTRAINT api_key_secret_number CHECK (number >= 1),
       secret_hash bytea NOT NULL,
       created_at timestamptz(3) NOT NULL,
       created_by text,
       earlier_end_at timestamptz(3),
       CONSTRAINT api_key_secret_pk PRIMARY KEY (api_key_id, number),
       CONSTRAINT api_key_secret_first CHECK ((number = 1) = (earlier_end_at IS NULL))
     )`,
    `CREATE UNIQUE INDEX api_key_secret_by_hash ON api_key_secret (secret_hash)`,
    `INSERT INTO api_key_secret (api_key_id, number, secret_hash, created_at, created_by)
       SELECT id, 1, secret_hash, created_at, created_by FROM api_key`,
    `ALTER TABLE api_key DROP COLUMN secret_hash`,
  ];
}
