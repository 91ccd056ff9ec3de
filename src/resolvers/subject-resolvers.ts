import { SubjectsLoaders } from "../modules/subjects/index.js";
import {
  DataSubjectLookUpsResolver,
  LookUpsResolver,
} from "../modules/subjects/look-ups/look-ups.resolver.js";
import { DataSubjectResolver, SubjectHandleResolver } from "../modules/subjects/subjects.resolver.js";
import type { Made, Services } from "./services.js";

export function subjectResolvers({ dataSource, keys, subjects, lookUps }: Services): Made[] {
  return [
    [DataSubjectResolver, new DataSubjectResolver(subjects, lookUps)],
    [SubjectHandleResolver, new SubjectHandleResolver(new SubjectsLoaders(dataSource, subjects))],
    [LookUpsResolver, new LookUpsResolver(lookUps, subjects, keys)],
    [DataSubjectLookUpsResolver, new DataSubjectLookUpsResolver(lookUps)],
  ];
}
