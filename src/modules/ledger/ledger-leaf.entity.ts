import { Column, Entity, PrimaryColumn } from "typeorm";

/** A leaf that waits for its place: written in the transaction of its event, moved to `ledger_leaf` by the sequencer. */
@Entity("ledger_pending")
export class LedgerPendingEntity {
  @PrimaryColumn("uuid")
  event!: string;

  /** The fact table of the event's row. */
  @PrimaryColumn("text")
  kind!: string;

  /** The leaf's text, in UTF-8. */
  @Column("bytea")
  leaf!: Buffer;
}

/** A leaf in its place. */
@Entity("ledger_leaf")
export class LedgerLeafEntity {
  @PrimaryColumn("bigint")
  index!: string;

  @Column("uuid")
  event!: string;

  @Column("text")
  kind!: string;

  @Column("bytea")
  leaf!: Buffer;
}

/** Up to 256 hashes of one level of the tree, side by side: 32 bytes each. Level 0 holds the leaves' (C2SP tlog-tiles). */
@Entity("ledger_tile")
export class LedgerTileEntity {
  @PrimaryColumn("smallint")
  level!: number;

  @PrimaryColumn("bigint")
  number!: string;

  @Column("bytea")
  hashes!: Buffer;
}

/** A kind of older events that still has to be put in; gone once it has been. */
@Entity("ledger_backfill")
export class LedgerBackfillEntity {
  @PrimaryColumn("text")
  kind!: string;

  /** The key up to which it has been done. */
  @Column("text", { nullable: true })
  reached!: string | null;

  /** The number of a transaction that began when all had ended that may have seen the ledger switched off; null until then. */
  @Column("bigint", { nullable: true })
  horizon!: string | null;
}
