import {
  FindingAcknowledgementResolver,
  FindingResolver,
  JudgementResolver,
} from "../modules/policy/finding.resolver.js";
import { FindingsResolver } from "../modules/policy/findings.resolver.js";
import { FindingsService, type PolicyLoaders } from "../modules/policy/index.js";
import { PendingJudgementsResolver } from "../modules/policy/pending-judgements.resolver.js";
import { SubjectHandles } from "../modules/subjects/index.js";
import type { Made, Services } from "./services.js";

export function policyResolvers(
  { dataSource, keys, dataMap, subjects, pending, smallCells }: Services,
  loaders: PolicyLoaders,
): Made[] {
  return [
    [FindingsResolver, new FindingsResolver(new FindingsService(dataSource, dataMap), smallCells)],
    [PendingJudgementsResolver, new PendingJudgementsResolver(pending)],
    [FindingResolver, new FindingResolver(loaders, new SubjectHandles(subjects))],
    [FindingAcknowledgementResolver, new FindingAcknowledgementResolver(keys, loaders)],
    [JudgementResolver, new JudgementResolver(loaders)],
  ];
}
