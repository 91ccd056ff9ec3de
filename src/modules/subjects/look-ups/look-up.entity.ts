import { Column, Entity, PrimaryColumn } from "typeorm";

/** That somebody looked a user up. A fact. */
@Entity("subject_look_up")
export class SubjectLookUpEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @Column({ type: "timestamptz", name: "recorded_at", precision: 3 })
  recordedAt!: Date;

  @Column({ type: "text", name: "recorded_by" })
  recordedBy!: string;

  @Column("text")
  kind!: string;

  /** Null where nobody was found, or where the look-up was of a set of users. */
  @Column({ type: "bigint", name: "subject_number", nullable: true })
  subjectNumber!: string | null;

  /** The disclosure, the set or the like by which the user was looked up; null where there is none to tell. */
  @Column({ type: "uuid", nullable: true })
  about!: string | null;

  @Column({ type: "jsonb", name: "free_text_commitments", nullable: true })
  freeTextCommitments!: Record<string, string> | null;
}
