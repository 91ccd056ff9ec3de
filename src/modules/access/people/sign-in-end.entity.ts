import { Column, Entity, PrimaryColumn } from "typeorm";

@Entity("sign_in_end")
export class SignInEndEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @Column({ type: "text", name: "person_id" })
  personId!: string;

  @Column({ type: "timestamptz", name: "ended_at", precision: 3 })
  endedAt!: Date;

  /** The id of the key, or of the person. */
  @Column({ type: "text", name: "ended_by" })
  endedBy!: string;
}
