import type { DataSource, EntityManager } from "typeorm";
import { countStatements, type SentStatement } from "../support/count-statements.js";

/** One step of a plan, as PostgreSQL's `EXPLAIN (FORMAT JSON)` tells it. */
export interface PlanStep {
  /** `Index Scan`, `Limit`, `Sort`, … */
  readonly type: string;
  readonly table: string | undefined;
  /** A partition's are called after those of its table: `coverage_2026_11_pkey`. */
  readonly index: string | undefined;
  readonly indexCondition: string;
  /** What is asked of each row beside that. */
  readonly filter: string;
}

interface JsonStep {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Index Cond"?: string;
  readonly Filter?: string;
  readonly Plans?: readonly JsonStep[];
}

/**
 * What a statement that can walk an index in its own order never needs. With all four off the verdict does not depend on how
 * many rows there are: a statement that cannot do without shows a `Sort` or a `Seq Scan`, at whatever cost.
 */
const WALKS_ONLY = ["enable_seqscan", "enable_bitmapscan", "enable_sort", "enable_incremental_sort"];
/** For look-ups, whose few rows are sorted. */
const LOOK_UPS = ["enable_seqscan"];

/** The statement with this text in it that the server sends while `work` runs. */
export async function statementOf(
  dataSource: DataSource,
  part: string,
  work: () => Promise<unknown>,
): Promise<SentStatement> {
  const { sent } = await countStatements(dataSource, work);
  const found = sent.filter(({ text }) => text.includes(part));
  if (found.length !== 1) throw new Error(`${found.length} statements contain ${part}, not one.`);
  return found[0]!;
}

/** The plan of a page: it may neither sort nor read a whole table. */
export const planOfWalk = (dataSource: DataSource, statement: SentStatement): Promise<PlanStep[]> =>
  explain(dataSource, statement, WALKS_ONLY);

/** The plan of a look-up: it may not read a whole table. */
export const planOfLookUp = (dataSource: DataSource, statement: SentStatement): Promise<PlanStep[]> =>
  explain(dataSource, statement, LOOK_UPS);

/** The plan of the last of some statements, in one transaction behind the others, which may have settings of their own. */
export async function planOfStatement(
  dataSource: DataSource,
  statements: readonly SentStatement[],
): Promise<PlanStep[]> {
  return dataSource.transaction(async (db) => {
    for (const { text, values } of statements.slice(0, -1)) await db.query(text, [...values]);
    return planOf(db, statements.at(-1)!);
  });
}

async function explain(
  dataSource: DataSource,
  statement: SentStatement,
  switchedOff: readonly string[],
): Promise<PlanStep[]> {
  return dataSource.transaction(async (db) => {
    for (const setting of switchedOff) await db.query(`SET LOCAL ${setting} = off`);
    return planOf(db, statement);
  });
}

async function planOf(db: EntityManager, { text, values }: SentStatement): Promise<PlanStep[]> {
  const rows = await db.query<{ "QUERY PLAN": { Plan: JsonStep }[] }[]>(`EXPLAIN (FORMAT JSON) ${text}`, [
    ...values,
  ]);
  return [...stepsOf(rows[0]!["QUERY PLAN"][0]!.Plan)];
}

function* stepsOf(step: JsonStep): Generator<PlanStep> {
  yield {
    type: step["Node Type"],
    // Which partition is no matter: a plan treats all of them alike.
    table: step["Relation Name"]?.replace(/_\d{4}_\d{2}$/, ""),
    index: step["Index Name"],
    indexCondition: step["Index Cond"] ?? "",
    filter: step.Filter ?? "",
  };
  for (const child of step.Plans ?? []) yield* stepsOf(child);
}
