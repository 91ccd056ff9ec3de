import { Column, Entity, PrimaryColumn } from "typeorm";

/** That accountings leave out what answered a demand, until a day. A fact. */
@Entity("accounting_suspension")
export class AccountingSuspensionEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @Column({ type: "uuid", name: "authority_request" })
  authorityRequest!: string;

  @Column("text")
  form!: string;

  @Column({ type: "timestamptz", name: "received_at", precision: 3 })
  receivedAt!: Date;

  @Column({ type: "date", name: "until_day" })
  until!: string;

  @Column({ type: "timestamptz", name: "recorded_at", precision: 3, default: () => "now()" })
  recordedAt!: Date;

  @Column({ type: "text", name: "recorded_by" })
  recordedBy!: string;

  @Column({ type: "jsonb", name: "free_text_commitments" })
  freeTextCommitments!: Record<string, string>;
}
