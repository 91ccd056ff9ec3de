import { Column, Entity, PrimaryColumn } from "typeorm";

/** That a disclosure was restated or voided, by whom and when. A fact. */
@Entity("amendment")
export class AmendmentEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @Column("uuid")
  amends!: string;

  @Column("text")
  kind!: string;

  @Column({ type: "timestamptz", name: "recorded_at", precision: 3, default: () => "now()" })
  recordedAt!: Date;

  @Column({ type: "text", name: "recorded_by" })
  recordedBy!: string;

  @Column({ type: "jsonb", name: "free_text_commitments" })
  freeTextCommitments!: Record<string, string>;
}
