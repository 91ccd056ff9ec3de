import { Column, Entity, PrimaryColumn } from "typeorm";

/** What a user asked for by right. A fact, which does not say who asked. */
@Entity("rights_request")
export class RightsRequestEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @Column({ type: "timestamptz", name: "received_at", precision: 3 })
  receivedAt!: Date;

  @Column({ type: "timestamptz", name: "recorded_at", precision: 3, default: () => "now()" })
  recordedAt!: Date;

  @Column({ type: "text", name: "recorded_by" })
  recordedBy!: string;

  @Column("integer")
  revision!: number;

  @Column("text")
  kind!: string;

  @Column({ type: "text", nullable: true })
  channel!: string | null;

  @Column("text")
  form!: string;

  @Column({ type: "boolean", name: "in_due_form" })
  inDueForm!: boolean;

  @Column({ type: "text", name: "form_problems", array: true })
  formProblems!: string[];

  @Column({ type: "text", array: true })
  categories!: string[];

  @Column({ type: "text", array: true })
  purposes!: string[];

  @Column({ type: "text", name: "legal_ground", nullable: true })
  legalGround!: string | null;

  @Column({ type: "jsonb", name: "free_text_commitments" })
  freeTextCommitments!: Record<string, string>;
}

/** A step of a request's course. A fact. */
@Entity("rights_request_step")
export class RightsRequestStepEntity {
  @PrimaryColumn({ type: "uuid", name: "request_id" })
  requestId!: string;

  @PrimaryColumn("integer")
  number!: number;

  @Column("uuid")
  id!: string;

  @Column({ type: "timestamptz", name: "recorded_at", precision: 3, default: () => "now()" })
  recordedAt!: Date;

  @Column({ type: "text", name: "recorded_by", nullable: true })
  recordedBy!: string | null;

  @Column("text")
  step!: string;

  @Column("jsonb")
  detail!: Record<string, string>;

  @Column({ type: "jsonb", name: "free_text_commitments" })
  freeTextCommitments!: Record<string, string>;
}

/** Where a request stands: what its steps come to, kept for lists and to have steps wait for each other. */
@Entity("rights_request_standing")
export class RightsRequestStandingEntity {
  @PrimaryColumn({ type: "uuid", name: "request_id" })
  requestId!: string;

  @Column("text")
  status!: string;

  @Column({ type: "date", name: "due_on", nullable: true })
  dueOn!: string | null;

  @Column({ type: "boolean", name: "awaits_calendar" })
  awaitsCalendar!: boolean;
}

/** Whose request it is. Erased with its person; the sealed reference goes as soon as the request is decided. */
@Entity("rights_request_person")
export class RightsRequestPersonEntity {
  @PrimaryColumn({ type: "uuid", name: "request_id" })
  requestId!: string;

  @Column("bytea")
  pseudonym!: Buffer;

  @Column({ type: "bytea", nullable: true })
  sealed!: Buffer | null;
}
