import { Column, Entity, PrimaryColumn } from "typeorm";

@Entity("coverage")
export class CoverageEntity {
  @PrimaryColumn("integer")
  segment!: number;

  @PrimaryColumn("smallint")
  slot!: number;

  @PrimaryColumn({ type: "uuid", name: "disclosure_id" })
  disclosureId!: string;

  @Column({ type: "smallint", array: true, nullable: true })
  offsets!: number[] | null;

  @Column({ type: "bit", length: "4096", nullable: true })
  bitmap!: string | null;
}
