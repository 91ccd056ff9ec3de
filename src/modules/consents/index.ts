export { erasedFrom } from "./core/erased-from.js";
export type { FactsOfSegment, SegmentFact } from "./core/fact-set.js";
export {
  RESTRICTIONS,
  SUBJECT_FACT_KINDS,
  type AgreementEndFact,
  type ConsentFact,
  type ErasureFact,
  type FactContent,
  type LiftingFact,
  type RestorationFact,
  type Restriction,
  type RestrictionFact,
  type SubjectFact,
  type SubjectFactKind,
  type SubjectFactOf,
  type WithdrawalFact,
} from "./core/subject-fact.js";
export { ErasedReturns } from "./erased-returns.service.js";
export type { FactListener } from "./fact-listener.js";
export { ForgetFacts } from "./forget-facts.service.js";
export { SubjectFactRecorder, type ConsequentFact } from "./subject-fact-recorder.service.js";
export { SubjectFactsService, type FactReach } from "./subject-facts.service.js";
