import { Column, Entity, PrimaryColumn } from "typeorm";

@Entity("api_key_use")
export class ApiKeyUseEntity {
  @PrimaryColumn("text", { name: "api_key_id" })
  apiKeyId!: string;

  @Column({ type: "timestamptz", name: "last_used_at", precision: 3 })
  lastUsedAt!: Date;
}
