import { Column, Entity, PrimaryColumn } from "typeorm";

/** That data of a category were destroyed. A fact. */
@Entity("destruction")
export class DestructionEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @Column({ type: "timestamptz", precision: 3, name: "recorded_at" })
  recordedAt!: Date;

  @Column({ type: "date", name: "as_of" })
  asOf!: string;

  @Column({ type: "uuid", name: "subject_list", nullable: true })
  subjectList!: string | null;

  @Column({ type: "integer", name: "subject_count" })
  subjectCount!: number;

  @Column({ type: "integer", name: "not_due_count" })
  notDueCount!: number;

  @Column({ type: "integer", name: "held_count" })
  heldCount!: number;

  @Column("integer")
  revision!: number;

  @Column({ type: "text", name: "recorded_by" })
  recordedBy!: string;

  @Column({ type: "text", name: "retention_rule" })
  retentionRule!: string;

  @Column("text")
  category!: string;

  @Column("text")
  method!: string;

  @Column({ type: "text", name: "data_store", nullable: true })
  dataStore!: string | null;

  @Column({ type: "text", array: true, name: "kept_for_other_purposes" })
  keptForOtherPurposes!: string[];

  @Column({ type: "jsonb", name: "free_text_commitments" })
  freeTextCommitments!: Record<string, string>;
}

/** Whose data they were, packed as coverage is. */
@Entity("destruction_member")
export class DestructionMemberEntity {
  @PrimaryColumn("integer")
  segment!: number;

  @PrimaryColumn("smallint")
  slot!: number;

  @PrimaryColumn({ type: "uuid", name: "destruction_id" })
  destructionId!: string;

  @Column({ type: "smallint", array: true, nullable: true })
  offsets!: number[] | null;

  @Column({ type: "bit", length: "4096", nullable: true })
  bitmap!: string | null;
}
