import { Column, Entity, PrimaryColumn } from "typeorm";

/** An erasure during which something may have been under way that still knew the user. */
@Entity("erasure_pending")
export class ErasurePendingEntity {
  @PrimaryColumn({ type: "bigint", name: "subject_number" })
  subjectNumber!: string;

  @Column("bytea")
  sealed!: Buffer;

  @Column({ type: "bigint", nullable: true })
  horizon!: string | null;
}
