export type { FactsOfSegment, SegmentFact } from "./core/fact-set.js";
export {
  RESTRICTIONS,
  SUBJECT_FACT_KINDS,
  type AgreementEndFact,
  type ConsentFact,
  type FactContent,
  type LiftingFact,
  type Restriction,
  type RestrictionFact,
  type SubjectFact,
  type SubjectFactKind,
  type SubjectFactOf,
  type WithdrawalFact,
} from "./core/subject-fact.js";
export type { FactListener } from "./fact-listener.js";
export { SubjectFactsService, type FactReach } from "./subject-facts.service.js";
