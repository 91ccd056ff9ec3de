import { Column, Entity, PrimaryColumn } from "typeorm";

/** Which amendment took a disclosure's place. Its key is what allows one amendment at most. A fact. */
@Entity("superseded")
export class SupersededEntity {
  @PrimaryColumn({ type: "uuid", name: "disclosure_id" })
  disclosureId!: string;

  @Column({ type: "uuid", name: "amendment_id" })
  amendmentId!: string;
}
