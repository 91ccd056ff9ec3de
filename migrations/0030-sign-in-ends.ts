import { ForwardOnlyMigration } from "../src/platform/db/forward-only-migration.js";

/** That an administrator ended the sign-ins of a person: tokens of before are refused. */
export class SignInEnds1763800000030 extends ForwardOnlyMigration {
  readonly name = "SignInEnds1763800000030";
  protected readonly statements = [
    `CREATE TABLE sign_in_end (
       id uuid CONSTRAINT sign_in_end_pk PRIMARY KEY,
       person_id text NOT NULL CONSTRAINT sign_in_end_of REFERENCES person_identity (id),
       ended_at timestamptz(3) NOT NULL,
       ended_by text NOT NULL
     )`,
    // The newest of a person.
    `CREATE INDEX sign_in_end_by_person ON sign_in_end (person_id, ended_at)`,
  ];
}
