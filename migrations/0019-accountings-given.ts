import { ForwardOnlyMigration } from "../src/platform/db/forward-only-migration.js";

/**
 * That a user was given an accounting. The fact says what was asked for and names nobody; what was given is free text. To whom it was
 * given stands apart, by pseudonym, so that it can be erased and nothing leads from the fact to the user's number.
 */
export class AccountingsGiven1763800000019 extends ForwardOnlyMigration {
  readonly name = "AccountingsGiven1763800000019";
  protected readonly statements = [
    `CREATE TABLE accounting_given (
       id uuid CONSTRAINT accounting_given_pk PRIMARY KEY,
       given_at timestamptz(3) NOT NULL,
       given_by text NOT NULL,
       request_id uuid,
       period_from timestamptz(3),
       period_to timestamptz(3),
       form text NOT NULL CONSTRAINT accounting_given_form CHECK (form IN ('INDIVIDUAL','GROUPED')),
       recipients_as text NOT NULL CONSTRAINT accounting_given_recipients_as CHECK (recipients_as IN ('NAMED','CATEGORIES')),
       revision integer NOT NULL CONSTRAINT accounting_given_revision REFERENCES data_map_revision (number),
       complete_since timestamptz(3) NOT NULL,
       entry_count integer NOT NULL CONSTRAINT accounting_given_entry_count CHECK (entry_count >= 0),
       free_text_commitments jsonb NOT NULL,
       CONSTRAINT accounting_given_period CHECK (period_from < period_to)
     )`,
    `CREATE TABLE accounting_given_person (
       accounting_id uuid CONSTRAINT accounting_given_person_pk PRIMARY KEY,
       pseudonym bytea NOT NULL CONSTRAINT accounting_given_person_pseudonym CHECK (length(pseudonym) = 16)
     )`,
    `CREATE INDEX accounting_given_person_by_pseudonym ON accounting_given_person (pseudonym)`,
  ];
}
