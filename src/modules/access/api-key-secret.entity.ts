import { Column, Entity, PrimaryColumn } from "typeorm";

@Entity("api_key_secret")
export class ApiKeySecretEntity {
  @PrimaryColumn("text", { name: "api_key_id" })
  apiKeyId!: string;

  /** 1 for the one the key was made with. */
  @PrimaryColumn("integer")
  number!: number;

  @Column({ type: "bytea", name: "secret_hash" })
  secretHash!: Buffer;

  @Column({ type: "timestamptz", name: "created_at", precision: 3 })
  createdAt!: Date;

  @Column({ type: "text", name: "created_by", nullable: true })
  createdBy!: string | null;

  /** From when on the key's earlier secrets are refused; null for its first. */
  @Column({ type: "timestamptz", name: "earlier_end_at", precision: 3, nullable: true })
  earlierEndAt!: Date | null;
}
