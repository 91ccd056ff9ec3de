import { ForwardOnlyMigration } from "../src/platform/db/forward-only-migration.js";

/**
 * The secret can be changed. From the second generation on a stored digest has a 17th byte, which says under which generation of the secret it
 * is wrapped; so a row tells by itself whether it was brought over.
 */
export class SecretRotation1763800000028 extends ForwardOnlyMigration {
  readonly name = "SecretRotation1763800000028";
  protected readonly statements = [
    // A generation of the secret, from the second on; the first needs no row.
    `CREATE TABLE secret_rotation (
       generation smallint CONSTRAINT secret_rotation_pk PRIMARY KEY
         CONSTRAINT secret_rotation_generation CHECK (generation BETWEEN 2 AND 255),
       earlier bytea NOT NULL,
       announced_at timestamptz(3) NOT NULL,
       wrapping_at timestamptz(3),
       settled_at timestamptz(3),
       reached_table text,
       reached_key text[],
       wrapped_rows bigint NOT NULL DEFAULT 0
     )`,
    allowingMark("subject", "pseudonym", "subject_pseudonym_length"),
    allowingMark("erased_subject", "tombstone", "erased_subject_tombstone_length"),
    allowingMark("rights_request_person", "pseudonym", "rights_request_person_pseudonym"),
    allowingMark("accounting_given_person", "pseudonym", "accounting_given_person_pseudonym"),
  ];
}

function allowingMark(table: string, column: string, constraint: string): string {
  return `ALTER TABLE ${table} DROP CONSTRAINT ${constraint},
            ADD CONSTRAINT ${constraint} CHECK (length(${column}) IN (16, 17))`;
}
