import { Column, Entity, PrimaryColumn } from "typeorm";

/** How many disclosures of one combination occurred on one day of the controller's calendar. */
@Entity("disclosure_rollup")
export class DisclosureRollupEntity {
  @PrimaryColumn("date")
  day!: string;

  @PrimaryColumn("uuid")
  combination!: string;

  @Column("bigint")
  disclosures!: string;

  @Column({ type: "bigint", name: "subject_disclosures" })
  subjectDisclosures!: string;

  /** Of `disclosures`, those that were restated or voided since. */
  @Column({ type: "bigint", name: "superseded_disclosures" })
  supersededDisclosures!: string;

  @Column({ type: "bigint", name: "superseded_subject_disclosures" })
  supersededSubjectDisclosures!: string;
}
