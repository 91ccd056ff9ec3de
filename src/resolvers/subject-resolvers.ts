import { RevealReference } from "../modules/subjects/index.js";
import {
  DataSubjectLookUpsResolver,
  LookUpsResolver,
} from "../modules/subjects/look-ups/look-ups.resolver.js";
import { RevealReferenceResolver } from "../modules/subjects/look-ups/reveal-reference.resolver.js";
import { DataSubjectResolver } from "../modules/subjects/subjects.resolver.js";
import type { Made, Services } from "./services.js";

export function subjectResolvers({ dataSource, keys, subjects, lookUps }: Services): Made[] {
  const revealing = new RevealReference(dataSource, subjects, lookUps);
  return [
    [DataSubjectResolver, new DataSubjectResolver(subjects, lookUps)],
    [LookUpsResolver, new LookUpsResolver(lookUps, subjects, keys)],
    [DataSubjectLookUpsResolver, new DataSubjectLookUpsResolver(lookUps)],
    [RevealReferenceResolver, new RevealReferenceResolver(revealing)],
  ];
}
