export type { ConcernedUsers } from "./core/gathered-findings.js";
export { explain } from "./core/explain.js";
export type { AuthorityDemand, Transfer } from "./core/transfer.js";
export { Finding } from "./finding.type.js";
export { FindingsService } from "./findings.service.js";
export { JudgeService, type DisclosureToJudge, type NamedDisclosure, type Verdict } from "./judge.service.js";
export { Judgement } from "./judgement.type.js";
export { PolicyLoaders } from "./policy.loaders.js";
export { hasFindings } from "./standing-findings.js";
