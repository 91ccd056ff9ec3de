import { ForwardOnlyMigration } from "../src/platform/db/forward-only-migration.js";

/** API keys. Both tables are facts: a key is revoked by a second row, so that who could do what, and when, stays known. */
export class Access1763800000002 extends ForwardOnlyMigration {
  readonly name = "Access1763800000002";
  protected readonly statements = [
    `CREATE TABLE api_key (
       id text CONSTRAINT api_key_pk PRIMARY KEY,
       name text NOT NULL,
       role text NOT NULL CONSTRAINT api_key_role CHECK (role IN ('ADMIN','ANALYST','INTEGRATION','REPORTER','AUDITOR')),
       secret_hash bytea NOT NULL,
       created_at timestamptz(3) NOT NULL,
       created_by text,
       expires_at timestamptz(3)
     )`,
    `CREATE UNIQUE INDEX api_key_by_secret_hash ON api_key (secret_hash)`,
    `CREATE TABLE api_key_revocation (
       api_key_id text CONSTRAINT api_key_revocation_pk PRIMARY KEY
         CONSTRAINT api_key_revocation_of REFERENCES api_key (id),
       revoked_at timestamptz(3) NOT NULL,
       revoked_by text NOT NULL
     )`,
    // What tells a start that REGISTRY_SECRET is the one this database was made with.
    `CREATE TABLE secret_fingerprint (
       purpose text CONSTRAINT secret_fingerprint_pk PRIMARY KEY,
       fingerprint bytea NOT NULL
     )`,
  ];
}
