import {
  Column,
  Entity,
  Index,
  JoinColumn,
  JoinTable,
  ManyToMany,
  ManyToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
} from "typeorm";

/**
 * The plain way to keep disclosures: TypeORM entities with relations, and a join table between disclosures and users.
 *
 * It has the registry's fields and the indexes its lists need, so that both answer the same questions; it keeps users' references
 * as they come, and nothing to find probable duplicates by.
 */

@Entity("recipient")
export class RecipientEntity {
  @PrimaryColumn("text")
  key!: string;
}

@Entity("processing_purpose")
export class PurposeEntity {
  @PrimaryColumn("text")
  key!: string;
}

@Entity("legal_ground")
export class LegalGroundEntity {
  @PrimaryColumn("text")
  key!: string;
}

@Entity("platform_user")
export class UserEntity {
  @PrimaryGeneratedColumn("identity", { type: "bigint" })
  id!: string;

  @Column("text", { unique: true })
  reference!: string;
}

@Entity("disclosure")
@Index(["recordedAt", "id"])
@Index(["occurredAt", "id"])
@Index(["recipient", "recordedAt", "id"])
@Index(["purpose", "recordedAt", "id"])
export class DisclosureEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @Column({ type: "timestamptz", precision: 3 })
  occurredAt!: Date;

  @Column({ type: "timestamptz", precision: 3, default: () => "now()" })
  recordedAt!: Date;

  @Column("text")
  recordedBy!: string;

  @Column("text")
  direction!: string;

  @Column("text")
  nature!: string;

  @ManyToOne(() => RecipientEntity, { nullable: false })
  @JoinColumn({ name: "recipient" })
  recipient!: RecipientEntity;

  @ManyToOne(() => PurposeEntity, { nullable: false })
  @JoinColumn({ name: "purpose" })
  purpose!: PurposeEntity;

  @ManyToOne(() => LegalGroundEntity, { nullable: false })
  @JoinColumn({ name: "legal_ground" })
  legalGround!: LegalGroundEntity;

  @Column("text", { array: true })
  categories!: string[];

  @Column("text", { nullable: true })
  agreement!: string | null;

  @Column("text", { nullable: true })
  safeguard!: string | null;

  @Column("text", { nullable: true })
  destination!: string | null;

  @Column("text")
  counterpartyCountry!: string;

  @Column("boolean")
  crossBorder!: boolean;

  @Column("text", { nullable: true })
  channel!: string | null;

  @Column("text", { nullable: true })
  outcome!: string | null;

  @Column("integer", { nullable: true })
  recordCount!: number | null;

  @Column("integer")
  subjectCount!: number;

  @Column("integer")
  revision!: number;

  @Column("integer", { nullable: true })
  policyVersion!: number | null;

  @Column("jsonb", { nullable: true })
  freeText!: object | null;

  @ManyToMany(() => UserEntity)
  @JoinTable({ name: "disclosure_subject" })
  subjects!: UserEntity[];
}

export const joinTableEntities = [
  RecipientEntity,
  PurposeEntity,
  LegalGroundEntity,
  UserEntity,
  DisclosureEntity,
] as const;
