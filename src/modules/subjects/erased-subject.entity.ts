import { Column, Entity, PrimaryColumn } from "typeorm";

/** The tombstone of a user who was erased: it tells that a reference was, and nothing else. */
@Entity("erased_subject")
export class ErasedSubjectEntity {
  @PrimaryColumn("bytea")
  tombstone!: Buffer;

  @PrimaryColumn("uuid")
  id!: string;

  @Column({ type: "date", name: "erased_on" })
  erasedOn!: string;

  @Column({ type: "timestamptz", precision: 3, name: "restored_at", nullable: true })
  restoredAt!: Date | null;
}
