import { Column, Entity, PrimaryColumn } from "typeorm";

@Entity("secret_fingerprint")
export class SecretFingerprintEntity {
  @PrimaryColumn("text")
  purpose!: string;

  @Column("bytea")
  fingerprint!: Buffer;
}
