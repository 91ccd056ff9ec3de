import type { DataSource } from "typeorm";
import { findFreeTexts } from "../../platform/erasable-text/free-text.repository.js";
import type { LoaderDefinition } from "../../platform/graphql/loaders.js";
import { findAccountingSuspensionsOf } from "./accounting-suspensions.repository.js";
import { findAuthorityRequestsById } from "./authority-requests.repository.js";
import { findAuthorityReviewsOf } from "./authority-reviews.repository.js";
import type { AccountingSuspensionRow, AuthorityRequestRow, AuthorityReviewRow } from "./authority-rows.js";

/** What fields of authority requests fetch: one statement each, however many requests a page shows. */
export class AuthoritiesLoaders {
  readonly requestById: LoaderDefinition<string, AuthorityRequestRow>;
  /** By request, the latest first. */
  readonly reviewsOf: LoaderDefinition<string, AuthorityReviewRow[]>;
  /** By request, the one that ends last first. */
  readonly suspensionsOf: LoaderDefinition<string, AccountingSuspensionRow[]>;
  readonly freeTextByFact: LoaderDefinition<string, Readonly<Record<string, string>>>;

  constructor(dataSource: DataSource) {
    const db = dataSource.manager;
    this.requestById = { name: "authorityRequestById", batch: (ids) => findAuthorityRequestsById(db, ids) };
    this.reviewsOf = { name: "authorityReviewsOf", batch: (ids) => findAuthorityReviewsOf(db, ids) };
    this.suspensionsOf = {
      name: "accountingSuspensionsOf",
      batch: (ids) => findAccountingSuspensionsOf(db, ids),
    };
    this.freeTextByFact = { name: "freeTextOfAuthorityFact", batch: (ids) => findFreeTexts(db, ids) };
  }
}
