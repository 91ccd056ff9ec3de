import { Column, Entity, PrimaryColumn } from "typeorm";

/** That a disclosure was judged: when, by which revision of the data map, and what gave cause. A fact. */
@Entity("judgement")
export class JudgementEntity {
  @PrimaryColumn({ type: "uuid", name: "disclosure_id" })
  disclosureId!: string;

  @PrimaryColumn("uuid")
  id!: string;

  @Column({ type: "timestamptz", name: "judged_at", precision: 3, default: () => "now()" })
  judgedAt!: Date;

  @Column("integer")
  revision!: number;

  @Column("text")
  cause!: string;

  @Column({ type: "uuid", name: "cause_id", nullable: true })
  causeId!: string | null;
}

/** What took a judgement's place: a later judgement, or the amendment of the disclosure. A fact. */
@Entity("judgement_superseded")
export class JudgementSupersededEntity {
  @PrimaryColumn({ type: "uuid", name: "disclosure_id" })
  disclosureId!: string;

  @PrimaryColumn({ type: "uuid", name: "judgement_id" })
  judgementId!: string;

  @Column("text")
  cause!: string;

  @Column({ type: "uuid", name: "superseded_by" })
  supersededBy!: string;
}
