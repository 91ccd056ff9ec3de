import { Column, Entity, PrimaryColumn } from "typeorm";

/** The document by which an authority or a court demanded data. A fact. */
@Entity("authority_request")
export class AuthorityRequestEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @Column("text")
  recipient!: string;

  @Column({ type: "date", name: "document_date" })
  documentDate!: string;

  @Column({ type: "timestamptz", name: "received_at", precision: 3 })
  receivedAt!: Date;

  @Column({ type: "timestamptz", name: "recorded_at", precision: 3, default: () => "now()" })
  recordedAt!: Date;

  @Column({ type: "text", name: "recorded_by" })
  recordedBy!: string;

  @Column({ type: "jsonb", name: "free_text_commitments" })
  freeTextCommitments!: Record<string, string>;
}
