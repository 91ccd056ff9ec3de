import type { DataSource } from "typeorm";
import { findFreeTexts } from "../../platform/erasable-text/free-text.repository.js";
import type { LoaderDefinition } from "../../platform/graphql/loaders.js";
import type { CoverageService } from "../coverage/index.js";
import { SliceLoaders } from "../subjects/index.js";
import { findAcknowledgements } from "./finding-acknowledgements.repository.js";
import { listFindingMembers } from "./finding-members.repository.js";
import type { AcknowledgementRow, FindingRow, JudgementRow } from "./finding-row.js";
import { findFindingsEver, findStandingFindings } from "./findings.repository.js";
import { findJudgementsOf } from "./judgements.repository.js";

/** What is shown of findings and judgements: one statement each, however many a page shows. */
export class PolicyLoaders {
  /** By disclosure, in precedence. */
  readonly standingFindings: LoaderDefinition<string, readonly FindingRow[]>;
  /** By disclosure, in precedence: also those of judgements that gave way. */
  readonly findingsEver: LoaderDefinition<string, readonly FindingRow[]>;
  /** By disclosure, the latest first. */
  readonly judgements: LoaderDefinition<string, readonly JudgementRow[]>;
  readonly acknowledgementOf: LoaderDefinition<string, AcknowledgementRow>;
  readonly freeTextByFact: LoaderDefinition<string, Readonly<Record<string, string>>>;
  /** By finding: the users of one that does not concern all. */
  readonly members: SliceLoaders;
  /** By disclosure: all of its users. */
  readonly covered: SliceLoaders;

  constructor(dataSource: DataSource, coverage: CoverageService) {
    const db = dataSource.manager;
    this.standingFindings = { name: "standingFindings", batch: (ids) => findStandingFindings(db, ids) };
    this.findingsEver = { name: "findingsEver", batch: (ids) => findFindingsEver(db, ids) };
    this.judgements = { name: "judgements", batch: (ids) => findJudgementsOf(db, ids) };
    this.acknowledgementOf = { name: "acknowledgementOf", batch: (ids) => findAcknowledgements(db, ids) };
    this.freeTextByFact = { name: "freeTextOfFindings", batch: (ids) => findFreeTexts(db, ids) };
    this.members = new SliceLoaders((ids, slice) => listFindingMembers(db, ids, slice));
    this.covered = new SliceLoaders((ids, slice) => coverage.subjectsOf(db, ids, slice));
  }
}
