import { Entity, PrimaryColumn } from "typeorm";

@Entity("coverage")
export class CoverageEntity {
  @PrimaryColumn("integer")
  segment!: number;

  @PrimaryColumn("smallint")
  slot!: number;

  @PrimaryColumn({ type: "uuid", name: "disclosure_id" })
  disclosureId!: string;
}
