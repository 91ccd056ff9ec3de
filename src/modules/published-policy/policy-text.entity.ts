import { Column, Entity, PrimaryColumn } from "typeorm";

/** The published text of a policy version in one language. A fact. */
@Entity("policy_text")
export class PolicyTextEntity {
  @PrimaryColumn("integer")
  number!: number;

  @PrimaryColumn("text")
  language!: string;

  @Column("text")
  text!: string;

  /** Of the text in UTF-8, in hexadecimal. */
  @Column("text")
  sha256!: string;

  /** The revision of the data map that the version describes: the same in each of its languages. */
  @Column("integer")
  revision!: number;

  @Column({ type: "timestamptz", name: "published_at", precision: 3 })
  publishedAt!: Date;

  @Column({ type: "text", name: "published_by" })
  publishedBy!: string;
}
