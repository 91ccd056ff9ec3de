import { asEraser } from "../../platform/db/eraser.js";
import { run, sql, type Sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import { standsFor, type SubjectNumber } from "../subjects/index.js";

/** A query of the facts about a user and nobody else. */
export function factsAboutAlone(number: SubjectNumber): Sql {
  return factsAbout(number, sql`f.subject_count = 1`);
}

/** A query of the facts about a user and others. */
export function factsAboutAmongOthers(number: SubjectNumber): Sql {
  return factsAbout(number, sql`f.subject_count > 1`);
}

function factsAbout(number: SubjectNumber, which: Sql): Sql {
  return sql`SELECT f.id FROM subject_fact f
              WHERE ${which}
                AND f.id = ANY (ARRAY(SELECT fact_id FROM subject_fact_member WHERE ${standsFor(number)}))`;
}

/** The digests of the agreements of an erased user tell nothing afterwards; that of one is still the same wherever it stands. */
export async function blindAgreements(tx: Tx, number: SubjectNumber): Promise<void> {
  await asEraser(tx, () => run(tx, sql`SELECT blind_agreements(${number})`));
}
