import { ForwardOnlyMigration } from "../src/platform/db/forward-only-migration.js";

/**
 * Which GraphQL documents a key may send: SHA-256 of each, in hexadecimal, sorted. They stand with the key for good. Null where it may send
 * any, so that the leaves of earlier keys stay what they were.
 */
export class TrustedDocuments1763800000027 extends ForwardOnlyMigration {
  readonly name = "TrustedDocuments1763800000027";
  protected readonly statements = [
    `ALTER TABLE api_key
       ADD COLUMN trusted_documents jsonb
       CONSTRAINT api_key_trusted_documents CHECK (jsonb_typeof(trusted_documents) = 'array' AND trusted_documents <> '[]')`,
  ];
}
