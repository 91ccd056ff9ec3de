import { Column, Entity, PrimaryColumn } from "typeorm";

/** That a transfer may take place, given before it. A fact: never updated, never deleted; the users it permits expire with it. */
@Entity("disclosure_authorization")
export class DisclosureAuthorizationEntity {
  /** The list of permitted users has the same id. */
  @PrimaryColumn("uuid")
  id!: string;

  @Column({ type: "timestamptz", name: "authorized_at", precision: 3 })
  authorizedAt!: Date;

  /** The API key's id. */
  @Column({ type: "text", name: "authorized_by" })
  authorizedBy!: string;

  @Column({ type: "timestamptz", name: "expires_at", precision: 3 })
  expiresAt!: Date;

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

  @Column("text", { nullable: true })
  agreement!: string | null;

  @Column("text", { nullable: true })
  safeguard!: string | null;

  @Column({ type: "uuid", name: "authority_request", nullable: true })
  authorityRequest!: string | null;

  @Column({ type: "text", name: "stated_destination", nullable: true })
  statedDestination!: string | null;

  /** The revision of the data map by which it was judged. */
  @Column("integer")
  revision!: number;

  @Column({ type: "integer", name: "permitted_count" })
  permittedCount!: number;

  @Column({ type: "integer", name: "excluded_count" })
  excludedCount!: number;
}
