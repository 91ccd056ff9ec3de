import { ForwardOnlyMigration } from "../src/platform/db/forward-only-migration.js";

/**
 * The documents by which authorities demanded data, whether they comply with the law, and for how long users' accountings leave out
 * what they were given. All are facts: another view is another row.
 */
export class Authorities1763800000012 extends ForwardOnlyMigration {
  readonly name = "Authorities1763800000012";
  protected readonly statements = [
    `CREATE TABLE authority_request (
       id uuid CONSTRAINT authority_request_pk PRIMARY KEY,
       recipient text NOT NULL CONSTRAINT authority_request_recipient REFERENCES recipient (key),
       document_date date NOT NULL,
       received_at timestamptz(3) NOT NULL,
       recorded_at timestamptz(3) NOT NULL DEFAULT now(),
       recorded_by text NOT NULL,
       free_text_commitments jsonb NOT NULL
     )`,
    `CREATE INDEX authority_request_by_received ON authority_request (received_at, id)`,
    // Of two reviews at the same moment only one gets the next number, so that it is certain which one is the latest.
    `CREATE TABLE authority_review (
       id uuid CONSTRAINT authority_review_pk PRIMARY KEY,
       authority_request uuid NOT NULL CONSTRAINT authority_review_of REFERENCES authority_request (id),
       number integer NOT NULL CONSTRAINT authority_review_number CHECK (number >= 1),
       lawful boolean NOT NULL,
       recorded_at timestamptz(3) NOT NULL DEFAULT now(),
       recorded_by text NOT NULL,
       free_text_commitments jsonb NOT NULL
     )`,
    `CREATE UNIQUE INDEX authority_review_by_request ON authority_review (authority_request, number)`,
    `CREATE TABLE accounting_suspension (
       id uuid CONSTRAINT accounting_suspension_pk PRIMARY KEY,
       authority_request uuid NOT NULL CONSTRAINT accounting_suspension_of REFERENCES authority_request (id),
       form text NOT NULL CONSTRAINT accounting_suspension_form CHECK (form IN ('WRITTEN','ORAL')),
       received_at timestamptz(3) NOT NULL,
       until_day date NOT NULL,
       recorded_at timestamptz(3) NOT NULL DEFAULT now(),
       recorded_by text NOT NULL,
       free_text_commitments jsonb NOT NULL
     )`,
    // Begins with what a user's accounting asks by.
    `CREATE UNIQUE INDEX accounting_suspension_by_request
       ON accounting_suspension (authority_request, until_day, form, received_at)`,
    `ALTER TABLE disclosure ADD COLUMN authority_request uuid`,
    `CREATE INDEX disclosure_by_authority_request ON disclosure (authority_request, recorded_at, id)
       WHERE authority_request IS NOT NULL`,
  ];
}
