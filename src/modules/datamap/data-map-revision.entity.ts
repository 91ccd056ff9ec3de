import { Column, Entity, PrimaryColumn } from "typeorm";

/** A numbered, immutable state of the data map. A fact: inserted once, never changed. */
@Entity("data_map_revision")
export class DataMapRevisionEntity {
  @PrimaryColumn({ type: "integer" })
  number!: number;

  /** The document as checked, with every default filled in. */
  @Column({ type: "jsonb" })
  document!: unknown;

  /** The text that was applied, comments included. */
  @Column({ name: "source_text", type: "text" })
  sourceText!: string;

  @Column({ name: "effective_from", type: "timestamptz", precision: 3, nullable: true })
  effectiveFrom!: Date | null;

  @Column({ type: "text" })
  message!: string;

  @Column({ name: "applied_by", type: "text" })
  appliedBy!: string;

  @Column({ name: "applied_at", type: "timestamptz", precision: 3 })
  appliedAt!: Date;
}

/** The one row that says which revision is the newest. */
@Entity("data_map_head")
export class DataMapHeadEntity {
  @PrimaryColumn({ name: "only_row", type: "boolean" })
  onlyRow!: boolean;

  @Column({ type: "integer" })
  revision!: number;
}
