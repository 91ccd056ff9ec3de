import { Column, Entity, PrimaryColumn } from "typeorm";

@Entity("person_identity")
export class PersonIdentityEntity {
  /** Like the id of an API key. */
  @PrimaryColumn("text")
  id!: string;

  /** Of the issuer and what it knows the person by. */
  @Column("bytea")
  digest!: Buffer;

  @Column("text", { nullable: true })
  name!: string | null;

  @Column({ type: "timestamptz", name: "recorded_at", precision: 3 })
  recordedAt!: Date;
}
