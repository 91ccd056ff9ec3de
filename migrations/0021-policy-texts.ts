import { ForwardOnlyMigration } from "../src/platform/db/forward-only-migration.js";

/** The texts of the published policy, one for each version and language, and which revision of the data map they describe. */
export class PolicyTexts1763800000021 extends ForwardOnlyMigration {
  readonly name = "PolicyTexts1763800000021";
  protected readonly statements = [
    `CREATE TABLE policy_text (
       number integer NOT NULL CONSTRAINT policy_text_version REFERENCES policy_version (number),
       language text NOT NULL,
       text text NOT NULL,
       sha256 text NOT NULL CONSTRAINT policy_text_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$'),
       revision integer NOT NULL CONSTRAINT policy_text_revision REFERENCES data_map_revision (number),
       published_at timestamptz(3) NOT NULL,
       published_by text NOT NULL,
       CONSTRAINT policy_text_pk PRIMARY KEY (number, language)
     )`,
  ];
}
