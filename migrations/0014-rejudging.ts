import { ForwardOnlyMigration } from "../src/platform/db/forward-only-migration.js";

/**
 * What may let disclosures that are recorded be judged otherwise, and was not looked into yet: facts about users, and reviews of
 * authorities' requests. A row is written with what gave cause, and goes when all that it touches has been judged again.
 */
export class Rejudging1763800000014 extends ForwardOnlyMigration {
  readonly name = "Rejudging1763800000014";
  protected readonly statements = [
    `CREATE TABLE judgement_pending (
       cause_id uuid CONSTRAINT judgement_pending_pk PRIMARY KEY,
       cause text NOT NULL CONSTRAINT judgement_pending_cause CHECK (cause IN ('FACT','REVIEW')),
       authority_request uuid,
       horizon bigint,
       reached uuid,
       CONSTRAINT judgement_pending_request CHECK ((cause = 'REVIEW') = (authority_request IS NOT NULL))
     )`,
  ];
}
