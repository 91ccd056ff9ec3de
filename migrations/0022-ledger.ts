import { ForwardOnlyMigration } from "../src/platform/db/forward-only-migration.js";

/**
 * The ledger: one append-only Merkle log of everything that happened. What waits for its place, the leaves in their places, the tiles of
 * their tree, the checkpoints that were signed, and which kinds of older events still have to be put in.
 *
 * The salt makes the leaves' commitments: three random UUIDs hold 366 bits of PostgreSQL's strong source.
 *
 * A leaf is at most as long as an entry of a bundle can be (C2SP tlog-tiles), which is looked at when it comes in.
 */
export class Ledger1763800000022 extends ForwardOnlyMigration {
  readonly name = "Ledger1763800000022";
  protected readonly statements = [
    `CREATE TABLE ledger_log (
       only_row boolean CONSTRAINT ledger_log_pk PRIMARY KEY CONSTRAINT ledger_log_only_row CHECK (only_row),
       origin text NOT NULL CONSTRAINT ledger_log_origin CHECK (origin ~ '^[!-~]{1,200}$' AND position('+' IN origin) = 0),
       salt bytea NOT NULL CONSTRAINT ledger_log_salt CHECK (length(salt) = 32),
       is_on boolean NOT NULL,
       verifier_key text,
       halted text
     )`,
    `INSERT INTO ledger_log (only_row, origin, salt, is_on)
     VALUES (true, 'disclosure-registry.invalid/' || gen_random_uuid(),
             sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), false)`,
    `CREATE TABLE ledger_pending (
       event uuid NOT NULL,
       kind text NOT NULL,
       leaf bytea NOT NULL CONSTRAINT ledger_pending_leaf CHECK (length(leaf) <= 65535),
       CONSTRAINT ledger_pending_pk PRIMARY KEY (event, kind)
     )`,
    `CREATE TABLE ledger_leaf (
       index bigint CONSTRAINT ledger_leaf_pk PRIMARY KEY CONSTRAINT ledger_leaf_index CHECK (index >= 0),
       event uuid NOT NULL,
       kind text NOT NULL,
       leaf bytea NOT NULL,
       CONSTRAINT ledger_leaf_event UNIQUE (event, kind)
     )`,
    `CREATE TABLE ledger_tile (
       level smallint NOT NULL CONSTRAINT ledger_tile_level CHECK (level BETWEEN 0 AND 7),
       number bigint NOT NULL CONSTRAINT ledger_tile_number CHECK (number >= 0),
       hashes bytea NOT NULL CONSTRAINT ledger_tile_hashes CHECK (length(hashes) BETWEEN 32 AND 8192 AND length(hashes) % 32 = 0),
       CONSTRAINT ledger_tile_pk PRIMARY KEY (level, number)
     )`,
    // Hashes cannot be compressed.
    `ALTER TABLE ledger_tile ALTER COLUMN hashes SET STORAGE EXTERNAL`,
    `CREATE TABLE ledger_head (
       only_row boolean CONSTRAINT ledger_head_pk PRIMARY KEY CONSTRAINT ledger_head_only_row CHECK (only_row),
       size bigint NOT NULL CONSTRAINT ledger_head_size CHECK (size >= 0)
     )`,
    `INSERT INTO ledger_head (only_row, size) VALUES (true, 0)`,
    `CREATE TABLE ledger_checkpoint (
       size bigint CONSTRAINT ledger_checkpoint_pk PRIMARY KEY CONSTRAINT ledger_checkpoint_size CHECK (size > 0),
       note text NOT NULL
     )`,
    `CREATE TABLE ledger_backfill (
       kind text CONSTRAINT ledger_backfill_pk PRIMARY KEY,
       reached text,
       horizon bigint
     )`,
  ];
}
