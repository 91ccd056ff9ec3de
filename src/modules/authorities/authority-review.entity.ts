import { Column, Entity, PrimaryColumn } from "typeorm";

/** Whether a demand complies with the law, as somebody found. A fact: who thinks better of it adds another. */
@Entity("authority_review")
export class AuthorityReviewEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @Column({ type: "uuid", name: "authority_request" })
  authorityRequest!: string;

  @Column("integer")
  number!: number;

  @Column("boolean")
  lawful!: boolean;

  @Column({ type: "timestamptz", name: "recorded_at", precision: 3, default: () => "now()" })
  recordedAt!: Date;

  @Column({ type: "text", name: "recorded_by" })
  recordedBy!: string;

  @Column({ type: "jsonb", name: "free_text_commitments" })
  freeTextCommitments!: Record<string, string>;
}
