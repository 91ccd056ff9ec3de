import { ForwardOnlyMigration } from "../src/platform/db/forward-only-migration.js";

/** People who sign in with tokens of an issuer: the id under which facts name each of them. */
export class PersonIdentities1763800000024 extends ForwardOnlyMigration {
  readonly name = "PersonIdentities1763800000024";
  protected readonly statements = [
    `CREATE TABLE person_identity (
       id text CONSTRAINT person_identity_pk PRIMARY KEY,
       digest bytea NOT NULL,
       name text,
       recorded_at timestamptz(3) NOT NULL
     )`,
    // Somebody who signs in again.
    `CREATE UNIQUE INDEX person_identity_by_digest ON person_identity (digest)`,
  ];
}
