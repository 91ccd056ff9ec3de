import { Column, Entity, PrimaryColumn } from "typeorm";

/** What people wrote in their own words about a fact. Erasable, so it stands apart from the fact. */
@Entity("free_text")
export class FreeTextEntity {
  @PrimaryColumn({ type: "uuid", name: "fact_id" })
  factId!: string;

  @PrimaryColumn("text")
  field!: string;

  @Column("text")
  body!: string;

  @Column("bytea")
  salt!: Buffer;
}
