import { Column, Entity, PrimaryColumn } from "typeorm";

@Entity("api_key_revocation")
export class ApiKeyRevocationEntity {
  @PrimaryColumn("text", { name: "api_key_id" })
  apiKeyId!: string;

  @Column({ type: "timestamptz", name: "revoked_at", precision: 3 })
  revokedAt!: Date;

  @Column({ type: "text", name: "revoked_by" })
  revokedBy!: string;
}
