import { Column, Entity, PrimaryColumn } from "typeorm";

/** A generation of the registry's secret, from the second on, and how far the rows have come to it. */
@Entity("secret_rotation")
export class SecretRotationEntity {
  @PrimaryColumn("smallint")
  generation!: number;

  /** The earlier secrets, sealed under this one. */
  @Column("bytea")
  earlier!: Buffer;

  @Column({ type: "timestamptz", precision: 3, name: "announced_at" })
  announcedAt!: Date;

  /** From when on everybody writes under this generation. */
  @Column({ type: "timestamptz", precision: 3, name: "wrapping_at", nullable: true })
  wrappingAt!: Date | null;

  /** From when on all rows have been of this generation. */
  @Column({ type: "timestamptz", precision: 3, name: "settled_at", nullable: true })
  settledAt!: Date | null;

  @Column({ type: "text", name: "reached_table", nullable: true })
  reachedTable!: string | null;

  @Column({ type: "text", name: "reached_key", array: true, nullable: true })
  reachedKey!: string[] | null;

  @Column({ type: "bigint", name: "wrapped_rows", default: 0 })
  wrappedRows!: string;
}
