import { Column, Entity, PrimaryColumn } from "typeorm";

/** A transfer that happened. A fact: never updated, never deleted. */
@Entity("disclosure")
export class DisclosureEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @Column({ type: "timestamptz", name: "occurred_at", precision: 3 })
  occurredAt!: Date;

  @Column({ type: "timestamptz", name: "recorded_at", precision: 3, default: () => "now()" })
  recordedAt!: Date;

  @Column({ type: "text", name: "recorded_by" })
  recordedBy!: string;

  @Column("text")
  direction!: string;

  @Column("text")
  nature!: string;

  @Column("text")
  recipient!: string;

  @Column("text")
  purpose!: string;

  @Column({ type: "text", name: "legal_ground" })
  legalGround!: string;

  @Column("text", { array: true })
  categories!: string[];

  @Column("text", { nullable: true })
  agreement!: string | null;

  @Column("text", { nullable: true })
  safeguard!: string | null;

  @Column({ type: "uuid", name: "authority_request", nullable: true })
  authorityRequest!: string | null;

  @Column({ type: "uuid", name: "authorization_id", nullable: true })
  authorizationId!: string | null;

  @Column({ type: "text", name: "stated_destination", nullable: true })
  statedDestination!: string | null;

  @Column({ type: "text", name: "counterparty_country" })
  counterpartyCountry!: string;

  @Column({ type: "boolean", name: "cross_border" })
  crossBorder!: boolean;

  @Column("text", { nullable: true })
  channel!: string | null;

  @Column("text", { nullable: true })
  outcome!: string | null;

  @Column({ type: "integer", name: "record_count", nullable: true })
  recordCount!: number | null;

  @Column({ type: "integer", name: "subject_count" })
  subjectCount!: number;

  @Column("integer")
  revision!: number;

  @Column({ type: "integer", name: "policy_version", nullable: true })
  policyVersion!: number | null;

  @Column("uuid", { nullable: true })
  amends!: string | null;

  @Column({ type: "jsonb", name: "free_text_commitments", nullable: true })
  freeTextCommitments!: Record<string, string> | null;
}
