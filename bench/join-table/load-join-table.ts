import type { DataSource } from "typeorm";
import { v7 } from "uuid";
import { copyIn } from "../../src/platform/db/copy-binary.js";
import { int8, uuid } from "../../src/platform/db/copy-types.js";
import { raw, run, sql } from "../../src/platform/db/sql.js";
import { inTransaction } from "../../src/platform/db/transaction.js";
import { referenceOf } from "../load/workload.js";

/** Fills the tables that TypeORM made, by COPY; the server that made them is running. */
export class JoinTableLoader {
  private constructor(private readonly database: DataSource) {}

  /** Only the users who are looked up get a row, so the join table's foreign keys go. */
  static async open(database: DataSource): Promise<JoinTableLoader> {
    const keys = await run<{ name: string }>(
      database.manager,
      sql`SELECT quote_ident(conname) AS name FROM pg_constraint WHERE conrelid = 'disclosure_subject'::regclass AND contype = 'f'`,
    );
    for (const { name } of keys)
      await run(database.manager, raw(`ALTER TABLE disclosure_subject DROP CONSTRAINT ${name}`));
    return new JoinTableLoader(database);
  }

  async nameUsers(numbers: readonly number[]): Promise<void> {
    await run(
      this.database.manager,
      sql`INSERT INTO platform_user (id, reference) OVERRIDING SYSTEM VALUE
          SELECT * FROM unnest(${numbers}::bigint[], ${numbers.map(referenceOf)}::text[])`,
    );
  }

  /** A disclosure a set. */
  async load(sets: readonly (readonly number[])[]): Promise<void> {
    const disclosures = sets.map((subjects) => ({ id: v7(), subjects }));
    await run(
      this.database.manager,
      sql`INSERT INTO disclosure (id, "occurredAt", "recordedBy", direction, nature, recipient, purpose, legal_ground, categories,
                                  "counterpartyCountry", "crossBorder", "subjectCount", revision)
          SELECT id, now(), 'bench', 'OUTBOUND', 'ROUTINE', 'example_courier', 'provision_of_services', 'contract',
                 ARRAY['identification.email'], 'KZ', false, users, 1
            FROM unnest(${disclosures.map(({ id }) => id)}::uuid[], ${sets.map(({ length }) => length)}::int[]) AS made (id, users)`,
    );
    await inTransaction(this.database, (tx) =>
      copyIn(tx, "disclosure_subject", { disclosureId: uuid, platformUserId: int8 }, pairsOf(disclosures)),
    );
  }

  async tidy(): Promise<void> {
    await run(this.database.manager, raw("VACUUM (ANALYZE)"));
  }
}

function* pairsOf(disclosures: readonly { readonly id: string; readonly subjects: readonly number[] }[]) {
  for (const { id, subjects } of disclosures) {
    for (const subject of subjects) yield { disclosureId: id, platformUserId: subject };
  }
}
