import type { DataSource } from "typeorm";
import type { Clock } from "../../platform/clock.js";
import type { Keyring } from "../../platform/keyring.js";
import type { ApiKeysService } from "../access/index.js";
import type { DataMapService } from "../datamap/index.js";
import type { SubjectListsService, SubjectsService } from "../subjects/index.js";
import { DataSubjectFactsResolver } from "./data-subject-facts.resolver.js";
import { FactChecks } from "./fact-checks.service.js";
import type { FactListener } from "./fact-listener.js";
import { FactRepetition } from "./fact-repetition.service.js";
import { FactWriter } from "./fact-writer.service.js";
import { FindFactResolver } from "./find-fact.resolver.js";
import { RecordFactsResolver } from "./record-facts.resolver.js";
import { RecordFactsService } from "./record-facts.service.js";
import { SubjectFactsLoaders } from "./subject-facts.loaders.js";
import {
  ConsentResolver,
  ConsentWithdrawalResolver,
  RestrictionLiftingResolver,
  SubjectFactResolver,
  UseRestrictionResolver,
  UserAgreementEndResolver,
  UserRestorationResolver,
} from "./subject-facts.resolver.js";
import type { SubjectFactsService } from "./subject-facts.service.js";

/** Every resolver of this module. */
export const consentsResolvers = [
  RecordFactsResolver,
  FindFactResolver,
  SubjectFactResolver,
  ConsentResolver,
  ConsentWithdrawalResolver,
  UserAgreementEndResolver,
  UseRestrictionResolver,
  RestrictionLiftingResolver,
  UserRestorationResolver,
  DataSubjectFactsResolver,
] as const;

/** What this module is put together from. */
export interface ConsentsSurroundings {
  readonly dataSource: DataSource;
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly keys: ApiKeysService;
  readonly dataMap: DataMapService;
  readonly subjects: SubjectsService;
  readonly lists: SubjectListsService;
  readonly facts: SubjectFactsService;
  /** Who is told of each fact that is recorded. */
  readonly factListeners: readonly FactListener[];
}

/** The objects behind `consentsResolvers`; those that need nothing are left out. */
export function makeConsentsResolvers(
  surroundings: ConsentsSurroundings,
): [new (...args: never[]) => object, object][] {
  const { dataSource, clock, keyring, keys, dataMap, subjects, lists, facts } = surroundings;
  const loaders = new SubjectFactsLoaders(dataSource, facts);
  const checks = new FactChecks(facts, lists);
  const writer = new FactWriter(
    subjects,
    lists,
    checks,
    new FactRepetition(lists),
    surroundings.factListeners,
  );
  const recording = new RecordFactsService(dataSource, clock, dataMap, subjects, lists, writer, keyring);
  return [
    [RecordFactsResolver, new RecordFactsResolver(recording)],
    [FindFactResolver, new FindFactResolver(loaders)],
    [SubjectFactResolver, new SubjectFactResolver(keys)],
    [ConsentResolver, new ConsentResolver(dataMap, loaders)],
    [ConsentWithdrawalResolver, new ConsentWithdrawalResolver(dataMap, loaders)],
    [UserAgreementEndResolver, new UserAgreementEndResolver(loaders)],
    [UseRestrictionResolver, new UseRestrictionResolver(dataMap, loaders)],
    [RestrictionLiftingResolver, new RestrictionLiftingResolver(loaders)],
    [UserRestorationResolver, new UserRestorationResolver(loaders)],
    [DataSubjectFactsResolver, new DataSubjectFactsResolver(dataMap, clock, loaders)],
  ];
}
