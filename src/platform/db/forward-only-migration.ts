import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * A step of the schema, in plain SQL, that is never undone: a register that could be migrated backwards could lose facts.
 *
 * A subclass states `name`, which ends in a timestamp of 13 digits (TypeORM sorts by it), and `statements`. A statement that cannot
 * run in a transaction (`CREATE INDEX CONCURRENTLY`) stands alone in its migration, with `readonly transaction = false`.
 */
export abstract class ForwardOnlyMigration implements MigrationInterface {
  abstract readonly name: string;

  /** One SQL statement each: several in one string would run as one, which Citus refuses. */
  protected abstract readonly statements: readonly string[];

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of this.statements) await queryRunner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(
      new Error(
        `${this.name} is forward only. Write a new migration that brings the schema where it should be.`,
      ),
    );
  }
}

/** What a list of migrations holds. */
export type MigrationClass = new () => ForwardOnlyMigration;
