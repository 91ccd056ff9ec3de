import { Column, Entity, PrimaryColumn } from "typeorm";

@Entity("api_key")
export class ApiKeyEntity {
  @PrimaryColumn("text")
  id!: string;

  @Column("text")
  name!: string;

  @Column("text")
  role!: string;

  /** Keys of the recipients for whom it acts, and to whom it is bound; none = not by recipients. */
  @Column("text", { array: true, default: "{}" })
  recipients!: string[];

  @Column({ type: "timestamptz", name: "created_at", precision: 3 })
  createdAt!: Date;

  @Column({ type: "text", name: "created_by", nullable: true })
  createdBy!: string | null;

  @Column({ type: "timestamptz", name: "expires_at", precision: 3, nullable: true })
  expiresAt!: Date | null;

  /** The ranges of addresses from which it may be used; null = from everywhere. */
  @Column({ type: "jsonb", name: "allowed_addresses", nullable: true })
  allowedAddresses!: string[] | null;

  /** Keys of the purposes it is bound to; null = not by purposes. */
  @Column("text", { array: true, nullable: true })
  purposes!: string[] | null;

  /** SHA-256 of each document it may send, in hexadecimal; null = any. */
  @Column({ type: "jsonb", name: "trusted_documents", nullable: true })
  trustedDocuments!: string[] | null;
}
