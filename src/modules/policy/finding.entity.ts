import { Column, Entity, PrimaryColumn } from "typeorm";

/** One rule that a disclosure broke, or that the data map lacks. A fact; it stands while its judgement does. */
@Entity("finding")
export class FindingEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @PrimaryColumn({ type: "uuid", name: "disclosure_id" })
  disclosureId!: string;

  @Column({ type: "uuid", name: "judgement_id" })
  judgementId!: string;

  @Column({ type: "timestamptz", name: "recorded_at", precision: 3, default: () => "now()" })
  recordedAt!: Date;

  @Column({ type: "timestamptz", name: "occurred_at", precision: 3 })
  occurredAt!: Date;

  @Column("text")
  recipient!: string;

  @Column("text")
  purpose!: string;

  @Column("text")
  code!: string;

  @Column("text")
  kind!: string;

  @Column({ type: "integer", name: "subject_count" })
  subjectCount!: number;

  @Column({ type: "boolean", name: "concerns_all" })
  concernsAll!: boolean;

  @Column("jsonb")
  detail!: object;
}

/** Users whom a finding concerns, where it does not concern all of its disclosure's; packed as `coverage` is. A fact. */
@Entity("finding_member")
export class FindingMemberEntity {
  @PrimaryColumn("integer")
  segment!: number;

  @PrimaryColumn("smallint")
  slot!: number;

  @PrimaryColumn({ type: "uuid", name: "finding_id" })
  findingId!: string;

  @Column({ type: "smallint", array: true, nullable: true })
  offsets!: number[] | null;

  @Column({ type: "bit", length: "4096", nullable: true })
  bitmap!: string | null;
}

/** That somebody took notice of a finding, once; the note is free text. A fact. */
@Entity("finding_acknowledgement")
export class FindingAcknowledgementEntity {
  @PrimaryColumn({ type: "uuid", name: "finding_id" })
  findingId!: string;

  @PrimaryColumn({ type: "uuid", name: "disclosure_id" })
  disclosureId!: string;

  @Column({ type: "timestamptz", name: "acknowledged_at", precision: 3, default: () => "now()" })
  acknowledgedAt!: Date;

  @Column({ type: "text", name: "acknowledged_by" })
  acknowledgedBy!: string;

  @Column({ type: "jsonb", name: "free_text_commitments" })
  freeTextCommitments!: Record<string, string>;
}
