import { Column, Entity, PrimaryColumn } from "typeorm";

/** What became of one category of an erased user's data. */
@Entity("erasure_outcome")
export class ErasureOutcomeEntity {
  @PrimaryColumn({ type: "uuid", name: "request_id" })
  requestId!: string;

  @PrimaryColumn("text")
  category!: string;

  @Column("text")
  fate!: string;

  @Column({ type: "date", name: "kept_until", nullable: true })
  keptUntil!: string | null;

  @Column("integer")
  revision!: number;

  @Column({ type: "text", array: true })
  rules!: string[];
}
