import type { DataSource } from "typeorm";
import { findFreeTexts } from "../../platform/erasable-text/free-text.repository.js";
import type { PageRequest } from "../../platform/graphql/connection.js";
import type { LoaderDefinition } from "../../platform/graphql/loaders.js";
import type { CoverageService, SubjectsPage } from "../coverage/index.js";
import type { SubjectNumber } from "../subjects/index.js";
import { findAmendmentsOf } from "./amendments.repository.js";
import type { AmendmentRow } from "./amendment-row.js";
import { findSuspectedDuplicates } from "./disclosure-fingerprints.repository.js";
import { countDisclosuresByRule, type RuleUse } from "./data-map-usage.repository.js";
import type { DisclosureRow } from "./disclosure-row.js";
import { findDisclosuresById } from "./disclosures.repository.js";

/** Which users of a disclosure a field asks for. */
export interface SubjectsRequest extends Pick<PageRequest, "direction" | "limit"> {
  readonly after?: SubjectNumber;
  readonly before?: SubjectNumber;
}

/** What the fields of a disclosure fetch beyond its row: one statement each, however many disclosures a page shows. */
export class DisclosureLoaders {
  readonly disclosureById: LoaderDefinition<string, DisclosureRow>;
  readonly amendmentOf: LoaderDefinition<string, AmendmentRow>;
  readonly freeTextByFact: LoaderDefinition<string, Readonly<Record<string, string>>>;
  readonly suspectedDuplicates: LoaderDefinition<string, readonly string[]>;
  /** By recipient: what was disclosed to it, counted by purpose and legal ground. */
  readonly usesByRecipient: LoaderDefinition<string, RuleUse[]>;
  readonly #subjectsByRequest = new WeakMap<object, Map<string, LoaderDefinition<string, SubjectsPage>>>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly coverage: CoverageService,
  ) {
    const db = dataSource.manager;
    this.disclosureById = { name: "disclosureById", batch: (ids) => findDisclosuresById(db, ids) };
    this.amendmentOf = { name: "amendmentOf", batch: (ids) => findAmendmentsOf(db, ids) };
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

  /** The loader of one slice of the users, by disclosure. Fields with the same arguments share it within a request. */
  subjects(request: SubjectsRequest, owner: object): LoaderDefinition<string, SubjectsPage> {
    const known =
      this.#subjectsByRequest.get(owner) ?? new Map<string, LoaderDefinition<string, SubjectsPage>>();
    this.#subjectsByRequest.set(owner, known);
    const key = JSON.stringify([request.direction, request.limit, request.after, request.before]);
    const definition = known.get(key) ?? {
      name: `subjects ${key}`,
      batch: (ids: readonly string[]) => this.coverage.subjectsOf(this.dataSource.manager, ids, request),
    };
    known.set(key, definition);
    return definition;
  }
}
