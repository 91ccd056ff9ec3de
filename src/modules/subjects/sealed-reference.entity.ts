import { Column, Entity, PrimaryColumn } from "typeorm";

/** A user's reference, encrypted; kept only where the operator has switched sealing on. */
@Entity("sealed_reference")
export class SealedReferenceEntity {
  @PrimaryColumn({ type: "bigint", name: "subject_number" })
  subjectNumber!: string;

  @Column("bytea")
  sealed!: Buffer;
}
