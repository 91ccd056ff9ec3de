import { Column, Entity, PrimaryColumn } from "typeorm";

/** One row: the first number that no process has taken yet. */
@Entity("subject_number_block")
export class SubjectNumberBlockEntity {
  @PrimaryColumn("boolean")
  only!: boolean;

  @Column("bigint")
  next!: string;
}
