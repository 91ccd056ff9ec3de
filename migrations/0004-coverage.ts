import { ForwardOnlyMigration } from "../src/platform/db/forward-only-migration.js";

/**
 * Which users each disclosure covers, one row a pair: `segment` is the user's number divided by 4,096, `slot` the rest.
 *
 * The segment is in the key from the start so that it can distribute the table, and so that a dense segment can become one
 * row. No foreign key to disclosure: the transaction that writes both keeps them together.
 */
export class Coverage1763800000004 extends ForwardOnlyMigration {
  readonly name = "Coverage1763800000004";
  protected readonly statements = [
    `CREATE TABLE coverage (
       segment integer NOT NULL,
       slot smallint NOT NULL CONSTRAINT coverage_slot CHECK (slot BETWEEN 0 AND 4095),
       disclosure_id uuid NOT NULL,
       CONSTRAINT coverage_pk PRIMARY KEY (segment, slot, disclosure_id)
     )`,
    `CREATE INDEX coverage_by_disclosure ON coverage (disclosure_id, segment, slot)`,
  ];
}
