import { Column, Entity, PrimaryColumn } from "typeorm";

/** Whom a fact is about, packed as coverage is. */
@Entity("subject_fact_member")
export class SubjectFactMemberEntity {
  @PrimaryColumn("integer")
  segment!: number;

  @PrimaryColumn("smallint")
  slot!: number;

  @PrimaryColumn({ type: "uuid", name: "fact_id" })
  factId!: string;

  @Column({ type: "smallint", array: true, nullable: true })
  offsets!: number[] | null;

  @Column({ type: "bit", length: "4096", nullable: true })
  bitmap!: string | null;
}
