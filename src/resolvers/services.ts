import type { DataSource } from "typeorm";
import type { ApiKeysService, SignIns } from "../modules/access/index.js";
import type { AuthoritiesService } from "../modules/authorities/index.js";
import type { SubjectFactRecorder, SubjectFactsService } from "../modules/consents/index.js";
import type { CoverageService } from "../modules/coverage/index.js";
import type { DataMapService } from "../modules/datamap/index.js";
import type { AccountingService, DisclosuresService } from "../modules/disclosures/index.js";
import type { PublishedLog } from "../modules/ledger/index.js";
import type { JudgeService, PendingJudgements } from "../modules/policy/index.js";
import type {
  ErasedSubjects,
  LookUps,
  SmallCells,
  SubjectListsService,
  SubjectsService,
} from "../modules/subjects/index.js";
import type { Clock } from "../platform/clock.js";
import type { Keyring } from "../platform/keyring.js";

/** What resolvers are made from: what the program needs of its surroundings, and the objects that more than one area uses. */
export interface Services {
  readonly dataSource: DataSource;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly keys: ApiKeysService;
  /** Who has signed in, and whose sign-ins were ended. */
  readonly signIns: SignIns;
  readonly dataMap: DataMapService;
  readonly subjects: SubjectsService;
  /** Records who looks users up. */
  readonly lookUps: LookUps;
  /** Hides counts of few users from who may not see users. */
  readonly smallCells: SmallCells;
  /** Who was erased. */
  readonly erased: ErasedSubjects;
  readonly lists: SubjectListsService;
  readonly coverage: CoverageService;
  readonly facts: SubjectFactsService;
  /** Records facts that follow from what else is recorded. */
  readonly recorder: SubjectFactRecorder;
  readonly authorities: AuthoritiesService;
  readonly judging: JudgeService;
  /** Is told of what may let recorded disclosures be judged otherwise. */
  readonly pending: PendingJudgements;
  readonly reading: DisclosuresService;
  readonly accounting: AccountingService;
  /** The ledger, as far as it is published. */
  readonly publishedLog: PublishedLog;
}

/** A resolver's class, and the object behind it. */
export type Made = readonly [new (...args: never[]) => object, object];
