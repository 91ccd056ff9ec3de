import { Column, Entity, PrimaryColumn } from "typeorm";

@Entity("subject_fact")
export class SubjectFactEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @Column({ type: "timestamptz", precision: 3, name: "recorded_at" })
  recordedAt!: Date;

  @Column({ type: "timestamptz", precision: 3, nullable: true })
  moment!: Date | null;

  @Column({ type: "date", name: "ended_on", nullable: true })
  endedOn!: string | null;

  @Column({ type: "integer", name: "policy_version", nullable: true })
  policyVersion!: number | null;

  @Column({ type: "integer", name: "subject_count" })
  subjectCount!: number;

  @Column({ type: "uuid", nullable: true })
  lifts!: string | null;

  @Column({ type: "uuid", name: "subject_list", nullable: true })
  subjectList!: string | null;

  @Column("text")
  kind!: string;

  @Column({ type: "text", name: "recorded_by" })
  recordedBy!: string;

  @Column({ type: "text", name: "legal_ground", nullable: true })
  legalGround!: string | null;

  @Column({ type: "bytea", nullable: true })
  agreement!: Buffer | null;

  @Column({ type: "text", nullable: true })
  restriction!: string | null;

  @Column({ type: "text", array: true, nullable: true })
  categories!: string[] | null;

  @Column({ type: "text", array: true, nullable: true })
  purposes!: string[] | null;

  @Column({ type: "jsonb", name: "free_text_commitments", nullable: true })
  freeTextCommitments!: Record<string, string> | null;
}
