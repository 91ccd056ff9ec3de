import type { AuthoritiesLoaders } from "../modules/authorities/index.js";
import {
  AccountingResolver,
  DataSubjectAccountingResolver,
} from "../modules/disclosures/accounting/accounting.resolver.js";
import { DataSubjectDisclosuresResolver } from "../modules/disclosures/data-subject-disclosures.resolver.js";
import { AmendmentResolver, DisclosureResolver } from "../modules/disclosures/disclosure.resolver.js";
import { DisclosureDemandResolver } from "../modules/disclosures/disclosure-demand.resolver.js";
import {
  DisclosureFindingsResolver,
  FindingDisclosureResolver,
} from "../modules/disclosures/disclosure-findings.resolver.js";
import { DisclosuresResolver } from "../modules/disclosures/disclosures.resolver.js";
import {
  AmendDisclosureService,
  AuthorizationCheck,
  DeclaredVersusObservedService,
  DisclosureLists,
  DisclosureReferences,
  DisclosureRepetition,
  DisclosureStatisticsService,
  DisclosureWriter,
  RecordDisclosuresService,
  type DisclosureLoaders,
} from "../modules/disclosures/index.js";
import { RecordDisclosuresResolver } from "../modules/disclosures/record-disclosures.resolver.js";
import { SharingRuleChangeResolver } from "../modules/disclosures/sharing-rule-change.resolver.js";
import { DeclaredVersusObservedResolver } from "../modules/disclosures/statistics/declared-versus-observed.resolver.js";
import { DisclosureStatisticsResolver } from "../modules/disclosures/statistics/disclosure-statistics.resolver.js";
import type { PolicyLoaders } from "../modules/policy/index.js";
import { SubjectHandles } from "../modules/subjects/index.js";
import { authorizationResolvers } from "./authorization-resolvers.js";
import type { Made, Services } from "./services.js";

interface Loaders {
  readonly disclosures: DisclosureLoaders;
  readonly authorities: AuthoritiesLoaders;
  readonly policy: PolicyLoaders;
}

export function disclosureResolvers(
  services: Services,
  { disclosures: loaders, authorities: authorityLoaders, policy }: Loaders,
): Made[] {
  const { dataSource, keyring, clock, keys, dataMap, subjects, lists, coverage, reading } = services;
  const { authorities, judging, accounting, lookUps, smallCells } = services;
  const counting = new DisclosureStatisticsService(dataSource, dataMap, subjects, coverage);
  const comparing = new DeclaredVersusObservedService(dataSource, clock, dataMap);
  const named = new DisclosureReferences(new DisclosureLists(dataSource, lists), authorities);
  const repetition = new DisclosureRepetition(subjects);
  const writer = new DisclosureWriter(subjects, lists, coverage, judging, repetition, keyring);
  const checking = new AuthorizationCheck(dataSource, clock, subjects, lists);
  const recording = new RecordDisclosuresService(
    dataSource,
    clock,
    dataMap,
    subjects,
    named,
    writer,
    checking,
  );
  const amending = new AmendDisclosureService(
    dataSource,
    clock,
    subjects,
    named,
    recording,
    writer,
    repetition,
    checking,
    judging,
  );
  const handles = new SubjectHandles(subjects);
  return [
    [DisclosuresResolver, new DisclosuresResolver(reading, loaders, lookUps)],
    [DisclosureResolver, new DisclosureResolver(dataMap, keys, loaders, handles)],
    [DisclosureDemandResolver, new DisclosureDemandResolver(authorityLoaders)],
    [DisclosureFindingsResolver, new DisclosureFindingsResolver(policy)],
    [FindingDisclosureResolver, new FindingDisclosureResolver(dataMap, loaders)],
    ...authorizationResolvers(services, { references: named, recording }, loaders),
    [AmendmentResolver, new AmendmentResolver(keys, loaders)],
    [RecordDisclosuresResolver, new RecordDisclosuresResolver(recording, amending)],
    [DataSubjectAccountingResolver, new DataSubjectAccountingResolver(accounting, lookUps)],
    [AccountingResolver, new AccountingResolver(accounting)],
    [DataSubjectDisclosuresResolver, new DataSubjectDisclosuresResolver(reading)],
    [SharingRuleChangeResolver, new SharingRuleChangeResolver(loaders)],
    [DisclosureStatisticsResolver, new DisclosureStatisticsResolver(counting, lookUps, smallCells)],
    [DeclaredVersusObservedResolver, new DeclaredVersusObservedResolver(comparing, smallCells)],
  ];
}
