import type { DataSource } from "typeorm";
import type { LoaderDefinition } from "../../../platform/graphql/loaders.js";
import { findOutcomes, type OutcomeRow } from "./erasure-outcomes.repository.js";

/** What fields of erasures fetch: one statement, however many requests a page shows. */
export class ErasureLoaders {
  /** What became of each category, by request; none where it erased nobody. */
  readonly outcomesOf: LoaderDefinition<string, OutcomeRow[]>;

  constructor(dataSource: DataSource) {
    this.outcomesOf = {
      name: "erasureOutcomesOf",
      batch: async (ids) => byRequest(await findOutcomes(dataSource.manager, ids)),
    };
  }
}

function byRequest(rows: readonly OutcomeRow[]): Map<string, OutcomeRow[]> {
  const outcomes = new Map<string, OutcomeRow[]>();
  for (const row of rows) {
    const known = outcomes.get(row.requestId);
    if (known) known.push(row);
    else outcomes.set(row.requestId, [row]);
  }
  return outcomes;
}
