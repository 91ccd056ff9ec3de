import { Column, Entity, PrimaryColumn } from "typeorm";

/** A month of coverage that the owner has taken out of the database. */
@Entity("coverage_detached")
export class CoverageDetachedEntity {
  @PrimaryColumn({ type: "timestamptz", precision: 3 })
  month!: Date;

  @Column({ type: "timestamptz", precision: 3, name: "detached_at" })
  detachedAt!: Date;
}
