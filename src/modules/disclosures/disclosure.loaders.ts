import type { DataSource } from "typeorm";
import { findFreeTexts } from "../../platform/erasable-text/free-text.repository.js";
import type { LoaderDefinition } from "../../platform/graphql/loaders.js";
import type { CoverageService } from "../coverage/index.js";
import { SliceLoaders } from "../subjects/index.js";
import { findAmendmentsOf } from "./amendments.repository.js";
import type { AmendmentRow } from "./amendment-row.js";
import type { AuthorizationRow } from "./authorization/authorization-row.js";
import { findAuthorizations } from "./authorization/authorizations.repository.js";
import { findSuspectedDuplicates } from "./disclosure-fingerprints.repository.js";
import { countDisclosuresByRule, type RuleUse } from "./data-map-usage.repository.js";
import type { DisclosureRow } from "./disclosure-row.js";
import { findDisclosuresById } from "./disclosures.repository.js";

/** What the fields of a disclosure fetch beyond its row: one statement each, however many disclosures a page shows. */
export class DisclosureLoaders {
  readonly disclosureById: LoaderDefinition<string, DisclosureRow>;
  readonly amendmentOf: LoaderDefinition<string, AmendmentRow>;
  readonly authorizationById: LoaderDefinition<string, AuthorizationRow>;
  readonly freeTextByFact: LoaderDefinition<string, Readonly<Record<string, string>>>;
  readonly suspectedDuplicates: LoaderDefinition<string, readonly string[]>;
  /** By recipient: what was disclosed to it, counted by purpose and legal ground. */
  readonly usesByRecipient: LoaderDefinition<string, RuleUse[]>;
  /** The users covered. */
  readonly subjects: SliceLoaders;

  constructor(dataSource: DataSource, coverage: CoverageService) {
    const db = dataSource.manager;
    this.subjects = new SliceLoaders((ids, slice) => coverage.subjectsOf(db, ids, slice));
    this.disclosureById = { name: "disclosureById", batch: (ids) => findDisclosuresById(db, ids) };
    this.amendmentOf = { name: "amendmentOf", batch: (ids) => findAmendmentsOf(db, ids) };
    this.authorizationById = { name: "authorizationById", batch: (ids) => findAuthorizations(db, ids) };
    this.freeTextByFact = { name: "freeTextByFact", batch: (ids) => findFreeTexts(db, ids) };
    this.suspectedDuplicates = {
      name: "suspectedDuplicates",
      batch: (ids) => findSuspectedDuplicates(db, ids),
    };
    this.usesByRecipient = {
      name: "usesByRecipient",
      batch: (recipients) => countDisclosuresByRule(db, recipients),
    };
  }
}
