import { Column, Entity, PrimaryColumn } from "typeorm";

/** What the log is called, what salts its commitments, whether events enter it, and by whose key it is signed. One row. */
@Entity("ledger_log")
export class LedgerLogEntity {
  @PrimaryColumn({ type: "boolean", name: "only_row" })
  onlyRow!: boolean;

  @Column("text")
  origin!: string;

  @Column("bytea")
  salt!: Buffer;

  @Column({ type: "boolean", name: "is_on" })
  isOn!: boolean;

  /** `<name>+<hash>+<base64>`, of the first key that signed; null while nothing could be. */
  @Column({ type: "text", name: "verifier_key", nullable: true })
  verifierKey!: string | null;

  /** Why nothing is signed until an operator has looked into it; null while all is well. */
  @Column("text", { nullable: true })
  halted!: string | null;
}

/** How many leaves have their place. One row. */
@Entity("ledger_head")
export class LedgerHeadEntity {
  @PrimaryColumn({ type: "boolean", name: "only_row" })
  onlyRow!: boolean;

  @Column("bigint")
  size!: string;
}

/** A signed checkpoint, exactly as it is published. */
@Entity("ledger_checkpoint")
export class LedgerCheckpointEntity {
  @PrimaryColumn("bigint")
  size!: string;

  @Column("text")
  note!: string;
}
