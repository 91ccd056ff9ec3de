import { Column, Entity, PrimaryColumn } from "typeorm";

/** That a recipient is to be told what was decided about a user's data. A fact, which does not say about which user. */
@Entity("recipient_notification")
export class RecipientNotificationEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @PrimaryColumn({ type: "uuid", name: "request_id" })
  requestId!: string;

  @Column({ type: "timestamptz", name: "decided_at", precision: 3 })
  decidedAt!: Date;

  @Column({ type: "timestamptz", name: "opened_at", precision: 3 })
  openedAt!: Date;

  @Column({ type: "date", name: "due_on", nullable: true })
  dueOn!: string | null;

  @Column({ type: "integer", name: "missing_year", nullable: true })
  missingYear!: number | null;

  @Column("text")
  kind!: string;

  @Column("text")
  recipient!: string;

  @Column("text")
  channel!: string;

  @Column("text", { array: true })
  categories!: string[];
}

/** How far a notification has come. It follows from its reports, and is what those who report wait for. */
@Entity("recipient_notification_standing")
export class RecipientNotificationStandingEntity {
  @PrimaryColumn({ type: "uuid", name: "request_id" })
  requestId!: string;

  @PrimaryColumn({ type: "uuid", name: "notification_id" })
  notificationId!: string;

  @Column("text")
  status!: string;
}

/** What was reported of a notification. A fact; its texts stand apart. */
@Entity("recipient_notification_report")
export class RecipientNotificationReportEntity {
  @Column("uuid")
  id!: string;

  @PrimaryColumn({ type: "uuid", name: "request_id" })
  requestId!: string;

  @PrimaryColumn({ type: "uuid", name: "notification_id" })
  notificationId!: string;

  @PrimaryColumn("integer")
  number!: number;

  @Column("text")
  status!: string;

  @Column("text")
  channel!: string;

  @Column({ type: "timestamptz", name: "reported_at", precision: 3 })
  reportedAt!: Date;

  @Column({ type: "text", name: "reported_by" })
  reportedBy!: string;

  @Column({ type: "jsonb", name: "free_text_commitments", nullable: true })
  freeTextCommitments!: Record<string, string> | null;
}

/** Whom an open notification is about, sealed for its recipient. */
@Entity("recipient_notification_secret")
export class RecipientNotificationSecretEntity {
  @PrimaryColumn({ type: "uuid", name: "request_id" })
  requestId!: string;

  @PrimaryColumn({ type: "uuid", name: "notification_id" })
  notificationId!: string;

  @Column("bytea")
  sealed!: Buffer;
}
