import { Column, Entity, PrimaryColumn } from "typeorm";

/** One row: the first number that no process has taken yet. */
@Entity("subject_number_block")
export class SubjectNumberBlockEntity {
  @PrimaryColumn({ type: "boolean", name: "only_row" })
  onlyRow!: boolean;

  @Column("bigint")
  next!: string;
}
