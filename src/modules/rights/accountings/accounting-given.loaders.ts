import type { DataSource } from "typeorm";
import { findFreeTexts } from "../../../platform/erasable-text/free-text.repository.js";
import type { LoaderDefinition } from "../../../platform/graphql/loaders.js";
import type { AccountingGivenRow } from "./accounting-given-row.js";
import { findAccountingsGiven } from "./accountings-given.repository.js";

/** What fields of accountings that were given fetch: one statement each, however many a page shows. */
export class AccountingGivenLoaders {
  readonly givenById: LoaderDefinition<string, AccountingGivenRow>;
  readonly textsOf: LoaderDefinition<string, Readonly<Record<string, string>>>;

  constructor(dataSource: DataSource) {
    const db = dataSource.manager;
    this.givenById = { name: "accountingGivenById", batch: (ids) => findAccountingsGiven(db, ids) };
    this.textsOf = { name: "textsOfAccountingGiven", batch: (ids) => findFreeTexts(db, ids) };
  }
}
