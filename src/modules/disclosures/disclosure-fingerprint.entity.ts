import { Column, Entity, PrimaryColumn } from "typeorm";

/** Keyed digests of a disclosure's content and users. Erasable, because they depend on who was covered. */
@Entity("disclosure_fingerprint")
export class DisclosureFingerprintEntity {
  @PrimaryColumn({ type: "uuid", name: "disclosure_id" })
  disclosureId!: string;

  @Column({ type: "timestamptz", name: "occurred_at", precision: 3 })
  occurredAt!: Date;

  @Column("bytea")
  subjects!: Buffer;

  @Column({ type: "uuid", name: "subject_list", nullable: true })
  subjectList!: string | null;

  @Column("bytea")
  content!: Buffer;

  @Column({ type: "bytea", name: "external_reference", nullable: true })
  externalReference!: Buffer | null;
}
