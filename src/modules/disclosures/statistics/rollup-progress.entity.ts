import { Column, Entity, PrimaryColumn } from "typeorm";

/** In which time zone the roll-up counts days, and up to which id it has counted disclosures. One row. */
@Entity("rollup_progress")
export class RollupProgressEntity {
  @PrimaryColumn({ type: "boolean", name: "only_row" })
  onlyRow!: boolean;

  @Column({ type: "text", name: "time_zone", nullable: true })
  timeZone!: string | null;

  @Column({ type: "uuid", name: "counted_up_to" })
  countedUpTo!: string;
}
