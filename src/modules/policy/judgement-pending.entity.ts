import { Column, Entity, PrimaryColumn } from "typeorm";

/** A fact about users, or a review, whose consequences for recorded disclosures have not all been judged yet. */
@Entity("judgement_pending")
export class JudgementPendingEntity {
  @PrimaryColumn({ type: "uuid", name: "cause_id" })
  causeId!: string;

  @Column("text")
  cause!: string;

  /** The request that was reviewed; null for a fact. */
  @Column({ type: "uuid", name: "authority_request", nullable: true })
  authorityRequest!: string | null;

  /** Number of a transaction: whoever may have missed the cause had a lower one. Null until one was given. */
  @Column({ type: "bigint", nullable: true })
  horizon!: string | null;

  /** Disclosures up to this id have been judged again; null before the first. */
  @Column({ type: "uuid", nullable: true })
  reached!: string | null;
}
