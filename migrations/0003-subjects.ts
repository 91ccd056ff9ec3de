import { ForwardOnlyMigration } from "../src/platform/db/forward-only-migration.js";

/** Users: keyed pseudonyms and dense numbers. None of these tables is a fact: erasing a person deletes from them. */
export class Subjects1763800000003 extends ForwardOnlyMigration {
  readonly name = "Subjects1763800000003";
  protected readonly statements = [
    `CREATE TABLE subject (
       pseudonym bytea CONSTRAINT subject_pk PRIMARY KEY CONSTRAINT subject_pseudonym_length CHECK (length(pseudonym) = 16),
       number bigint NOT NULL
     )`,
    // One catalogue row hands out blocks: a sequence is not dense on several nodes.
    `CREATE TABLE subject_number_block (
       only_row boolean CONSTRAINT subject_number_block_pk PRIMARY KEY CONSTRAINT subject_number_block_one_row CHECK (only_row),
       next bigint NOT NULL
     )`,
    `INSERT INTO subject_number_block (only_row, next) VALUES (true, 0)`,
    `CREATE TABLE sealed_reference (
       subject_number bigint CONSTRAINT sealed_reference_pk PRIMARY KEY,
       sealed bytea NOT NULL
     )`,
  ];
}
