import { Column, Entity, PrimaryColumn } from "typeorm";

/** A set of users that expires: uploaded, for disclosures to name, or made by the registry, to match references against. */
@Entity("subject_list")
export class SubjectListEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @Column({ type: "timestamptz", name: "created_at", precision: 3 })
  createdAt!: Date;

  /** The API key's id. */
  @Column({ type: "text", name: "created_by" })
  createdBy!: string;

  @Column({ type: "integer", name: "subject_count" })
  subjectCount!: number;

  /** Of the set of users, as in `disclosure_fingerprint`; null for a set that the registry made, which no disclosure may name. */
  @Column("bytea", { nullable: true })
  digest!: Buffer | null;

  @Column({ type: "timestamptz", name: "expires_at", precision: 3 })
  expiresAt!: Date;
}

/** The users of a list within one segment of numbers, packed as in `coverage`: one of `offsets` and `bitmap`. */
@Entity("subject_list_segment")
export class SubjectListSegmentEntity {
  @PrimaryColumn({ type: "uuid", name: "list_id" })
  listId!: string;

  @PrimaryColumn("integer")
  segment!: number;

  @Column({ type: "smallint", array: true, nullable: true })
  offsets!: number[] | null;

  @Column({ type: "bit", length: "4096", nullable: true })
  bitmap!: string | null;
}
