import { Column, Entity, PrimaryColumn } from "typeorm";

/** Ties a pseudonym to a number. Deleting the row is what erases a person. */
@Entity("subject")
export class SubjectEntity {
  @PrimaryColumn("bytea")
  pseudonym!: Buffer;

  @Column("bigint")
  number!: string;
}
