import type { DataSource } from "typeorm";
import { findFreeTexts } from "../../platform/erasable-text/free-text.repository.js";
import type { LoaderDefinition } from "../../platform/graphql/loaders.js";
import type { SubjectNumber } from "../subjects/index.js";
import type { SubjectFactRow } from "./subject-fact-row.js";
import { findFactsById } from "./subject-facts.repository.js";
import type { SubjectFactsService } from "./subject-facts.service.js";

/** What fields about users fetch: one statement each, however many facts or users are shown. */
export class SubjectFactsLoaders {
  readonly factById: LoaderDefinition<string, SubjectFactRow>;
  readonly factsByNumber: LoaderDefinition<SubjectNumber, readonly SubjectFactRow[]>;
  readonly textsByFact: LoaderDefinition<string, Readonly<Record<string, string>>>;

  constructor({ manager }: DataSource, facts: SubjectFactsService) {
    this.factById = { name: "factById", batch: (ids) => findFactsById(manager, ids) };
    this.factsByNumber = { name: "factsByNumber", batch: (numbers) => facts.rowsAbout(manager, numbers) };
    this.textsByFact = { name: "textsByFact", batch: (ids) => findFreeTexts(manager, ids) };
  }
}
