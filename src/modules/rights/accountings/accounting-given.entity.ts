import { Column, Entity, PrimaryColumn } from "typeorm";

/** That an accounting was given. A fact, which does not say to whom. */
@Entity("accounting_given")
export class AccountingGivenEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @Column({ type: "timestamptz", name: "given_at", precision: 3 })
  givenAt!: Date;

  @Column({ type: "text", name: "given_by" })
  givenBy!: string;

  @Column({ type: "uuid", name: "request_id", nullable: true })
  requestId!: string | null;

  @Column({ type: "timestamptz", name: "period_from", precision: 3, nullable: true })
  periodFrom!: Date | null;

  @Column({ type: "timestamptz", name: "period_to", precision: 3, nullable: true })
  periodTo!: Date | null;

  @Column("text")
  form!: string;

  @Column({ type: "text", name: "recipients_as" })
  recipientsAs!: string;

  @Column("integer")
  revision!: number;

  @Column({ type: "timestamptz", name: "complete_since", precision: 3 })
  completeSince!: Date;

  @Column({ type: "integer", name: "entry_count" })
  entryCount!: number;

  @Column({ type: "jsonb", name: "free_text_commitments" })
  freeTextCommitments!: Record<string, string>;
}

/** To whom it was given. Erased with its person. */
@Entity("accounting_given_person")
export class AccountingGivenPersonEntity {
  @PrimaryColumn({ type: "uuid", name: "accounting_id" })
  accountingId!: string;

  @Column("bytea")
  pseudonym!: Buffer;
}
