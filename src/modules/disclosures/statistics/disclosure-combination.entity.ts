import { Column, Entity, PrimaryColumn } from "typeorm";

/** What disclosures that are counted together have in common, the day apart. */
@Entity("disclosure_combination")
export class DisclosureCombinationEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @Column("text")
  direction!: string;

  @Column("text")
  recipient!: string;

  @Column("text")
  purpose!: string;

  @Column({ type: "text", name: "legal_ground" })
  legalGround!: string;

  @Column("text", { array: true })
  categories!: string[];

  @Column({ type: "text", name: "counterparty_country" })
  counterpartyCountry!: string;

  @Column({ type: "boolean", name: "cross_border" })
  crossBorder!: boolean;
}
