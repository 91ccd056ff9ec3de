import { Entity, PrimaryColumn } from "typeorm";

/** A disclosure that was recorded, or superseded, and that the roll-up has not counted yet. */
@Entity("rollup_pending")
export class RollupPendingEntity {
  @PrimaryColumn({ type: "uuid", name: "disclosure_id" })
  disclosureId!: string;

  @PrimaryColumn("text")
  kind!: string;
}
