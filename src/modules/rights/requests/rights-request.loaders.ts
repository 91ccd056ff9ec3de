import type { DataSource } from "typeorm";
import { findFreeTexts } from "../../../platform/erasable-text/free-text.repository.js";
import type { LoaderDefinition } from "../../../platform/graphql/loaders.js";
import type { Pseudonym, SubjectNumber, SubjectsService } from "../../subjects/index.js";
import { findRequestPeople, type RequestPersonRow } from "./request-people.repository.js";
import { findStepsOf } from "./request-steps.repository.js";
import type { RightsRequestRow, StepRow } from "./rights-request-row.js";
import { findRightsRequests } from "./rights-requests.repository.js";

/** What fields of rights requests fetch: one statement each, however many requests a page shows. */
export class RightsRequestLoaders {
  readonly requestById: LoaderDefinition<string, RightsRequestRow>;
  /** By request, in the order in which they were taken. */
  readonly stepsOf: LoaderDefinition<string, StepRow[]>;
  /** By request; none where the person was erased. */
  readonly personOf: LoaderDefinition<string, RequestPersonRow>;
  readonly numberOf: LoaderDefinition<Pseudonym, SubjectNumber>;
  /** Of requests and their steps. */
  readonly freeTextByFact: LoaderDefinition<string, Readonly<Record<string, string>>>;

  constructor(dataSource: DataSource, subjects: SubjectsService) {
    const db = dataSource.manager;
    this.requestById = { name: "rightsRequestById", batch: (ids) => findRightsRequests(db, ids) };
    this.stepsOf = { name: "rightsRequestStepsOf", batch: (ids) => findStepsOf(db, ids) };
    this.personOf = { name: "rightsRequestPersonOf", batch: (ids) => findRequestPeople(db, ids) };
    this.numberOf = { name: "numberOfPseudonym", batch: (people) => subjects.findAll(db, people) };
    this.freeTextByFact = { name: "freeTextOfRightsRequest", batch: (ids) => findFreeTexts(db, ids) };
  }
}
