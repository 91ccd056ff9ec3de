import { lexicographicSortSchema, printSchema, type GraphQLSchema } from "graphql";
import { buildSchema } from "type-graphql";
import { AccessResolver } from "./modules/access/access.resolver.js";
import { PeopleResolver } from "./modules/access/people/people.resolver.js";
import { enforcePermissions } from "./modules/access/index.js";
import { AuthoritiesResolver } from "./modules/authorities/authorities.resolver.js";
import {
  AccountingSuspensionResolver,
  AuthorityRequestResolver,
  AuthorityReviewResolver,
} from "./modules/authorities/authority-request.resolver.js";
import { BreachResolver } from "./modules/breach/breach.resolver.js";
import { consentsResolvers } from "./modules/consents/consents.resolver.js";
import { datamapResolvers } from "./modules/datamap/graphql/datamap.resolver.js";
import {
  AccountingResolver,
  DataSubjectAccountingResolver,
} from "./modules/disclosures/accounting/accounting.resolver.js";
import { AuthorizeDisclosureResolver } from "./modules/disclosures/authorization/authorize-disclosure.resolver.js";
import {
  AuthorizedDisclosureResolver,
  DisclosureAuthorizationResolver,
} from "./modules/disclosures/authorization/disclosure-authorization.resolver.js";
import { DisclosureDemandResolver } from "./modules/disclosures/disclosure-demand.resolver.js";
import { DataSubjectDisclosuresResolver } from "./modules/disclosures/data-subject-disclosures.resolver.js";
import { AmendmentResolver, DisclosureResolver } from "./modules/disclosures/disclosure.resolver.js";
import {
  DisclosureFindingsResolver,
  FindingDisclosureResolver,
} from "./modules/disclosures/disclosure-findings.resolver.js";
import { DisclosuresResolver } from "./modules/disclosures/disclosures.resolver.js";
import { RecordDisclosuresResolver } from "./modules/disclosures/record-disclosures.resolver.js";
import { SharingRuleChangeResolver } from "./modules/disclosures/sharing-rule-change.resolver.js";
import { DeclaredVersusObservedResolver } from "./modules/disclosures/statistics/declared-versus-observed.resolver.js";
import { DisclosureStatisticsResolver } from "./modules/disclosures/statistics/disclosure-statistics.resolver.js";
import {
  FindingAcknowledgementResolver,
  FindingResolver,
  JudgementResolver,
} from "./modules/policy/finding.resolver.js";
import { FindingsResolver } from "./modules/policy/findings.resolver.js";
import { PendingJudgementsResolver } from "./modules/policy/pending-judgements.resolver.js";
import {
  PolicyTextResolver,
  PolicyVersionResolver,
} from "./modules/published-policy/policy-version.resolver.js";
import { PolicyDiffResolver } from "./modules/published-policy/policy-diff.resolver.js";
import { PolicyDriftResolver } from "./modules/published-policy/policy-drift.resolver.js";
import { PublishedPolicyResolver } from "./modules/published-policy/published-policy.resolver.js";
import { DisclosureProofsResolver } from "./modules/proofs/disclosure-proofs.resolver.js";
import { LedgerResolver } from "./modules/proofs/ledger.resolver.js";
import { RightsRequestErasureResolver } from "./modules/rights/erasure/rights-request-erasure.resolver.js";
import { HandleRightsRequestResolver } from "./modules/rights/requests/handle-rights-request.resolver.js";
import {
  AccountingGivenResolver,
  DataSubjectAccountingsGivenResolver,
  GiveAccountingResolver,
} from "./modules/rights/accountings/accounting-given.resolver.js";
import {
  RightsRequestCourseResolver,
  RightsRequestStepResolver,
} from "./modules/rights/requests/rights-request-course.resolver.js";
import { RightsRequestPersonResolver } from "./modules/rights/requests/rights-request-person.resolver.js";
import { RightsRequestResolver } from "./modules/rights/requests/rights-request.resolver.js";
import { NotificationsResolver } from "./modules/rights/notifications/notifications.resolver.js";
import {
  RecipientNotificationReportResolver,
  RecipientNotificationResolver,
} from "./modules/rights/notifications/recipient-notification.resolver.js";
import { RightsRequestNotificationsResolver } from "./modules/rights/notifications/rights-request-notifications.resolver.js";
import {
  DataSubjectRequestsResolver,
  RightsRequestsResolver,
} from "./modules/rights/requests/rights-requests.resolver.js";
import { DestructionResolver } from "./modules/retention/destruction.resolver.js";
import { RetentionDueResolver } from "./modules/retention/retention-due.resolver.js";
import { RetentionResolver } from "./modules/retention/retention.resolver.js";
import {
  DataSubjectLookUpsResolver,
  LookUpsResolver,
} from "./modules/subjects/look-ups/look-ups.resolver.js";
import { RevealReferenceResolver } from "./modules/subjects/look-ups/reveal-reference.resolver.js";
import { DataSubjectResolver } from "./modules/subjects/subjects.resolver.js";
import { NodeResolver } from "./node.resolver.js";

/** Every resolver: one that is not listed is silently missing from the schema, which `schema.graphql` would show. */
const resolvers = [
  AccessResolver,
  PeopleResolver,
  ...datamapResolvers,
  DataSubjectResolver,
  LookUpsResolver,
  DataSubjectLookUpsResolver,
  RevealReferenceResolver,
  AuthoritiesResolver,
  AuthorityRequestResolver,
  AuthorityReviewResolver,
  AccountingSuspensionResolver,
  ...consentsResolvers,
  FindingsResolver,
  PendingJudgementsResolver,
  FindingResolver,
  FindingAcknowledgementResolver,
  JudgementResolver,
  DisclosuresResolver,
  DisclosureResolver,
  DisclosureFindingsResolver,
  FindingDisclosureResolver,
  AuthorizedDisclosureResolver,
  DisclosureAuthorizationResolver,
  AuthorizeDisclosureResolver,
  AmendmentResolver,
  RecordDisclosuresResolver,
  DataSubjectAccountingResolver,
  AccountingResolver,
  DataSubjectDisclosuresResolver,
  DisclosureDemandResolver,
  SharingRuleChangeResolver,
  DisclosureStatisticsResolver,
  DeclaredVersusObservedResolver,
  PublishedPolicyResolver,
  PolicyDiffResolver,
  PolicyDriftResolver,
  PolicyVersionResolver,
  PolicyTextResolver,
  BreachResolver,
  RightsRequestsResolver,
  HandleRightsRequestResolver,
  RightsRequestResolver,
  RightsRequestCourseResolver,
  RightsRequestStepResolver,
  RightsRequestPersonResolver,
  RightsRequestErasureResolver,
  DataSubjectRequestsResolver,
  RetentionResolver,
  RetentionDueResolver,
  DestructionResolver,
  NotificationsResolver,
  RecipientNotificationResolver,
  RecipientNotificationReportResolver,
  RightsRequestNotificationsResolver,
  GiveAccountingResolver,
  AccountingGivenResolver,
  DataSubjectAccountingsGivenResolver,
  LedgerResolver,
  DisclosureProofsResolver,
  NodeResolver,
] as const;

type Class = new (...args: never[]) => object;

/** The objects behind the resolver classes that need any; `app.ts` makes them. */
export type Instances = ReadonlyMap<Class, object>;

/** The executable schema, every field of it guarded by its permission. */
export async function createSchema(instances: Instances): Promise<GraphQLSchema> {
  const schema = await buildSchema({
    resolvers,
    container: {
      get(resolver: Class) {
        const instance = instances.get(resolver);
        if (instance) return instance;
        if (resolver.length > 0) throw new Error(`app.ts makes no ${resolver.name}.`);
        return new resolver();
      },
    },
    // Inputs are checked by `core/` of their module, which knows the data map and says everything that is wrong at once.
    validate: false,
    // The check would ask the schema for a description of itself, which takes half of building it; Apollo checks it as it starts.
    skipCheck: true,
  });
  return enforcePermissions(describeRoots(schema));
}

/** The library has no place to describe the two types that every request starts from. */
function describeRoots(schema: GraphQLSchema): GraphQLSchema {
  schema.getQueryType()!.description =
    "What can be asked. Nothing here changes anything; each field says what it answers.";
  schema.getMutationType()!.description =
    "What can be changed: disclosures are recorded and amended, the data map and API keys are kept. Facts are added, never altered.";
  return schema;
}

/** The text of `schema.graphql`: sorted, so that it changes only where the schema does. Nothing is resolved for it. */
export async function describeSchema(): Promise<string> {
  const unresolved = new Map<Class, object>(
    resolvers.map((resolver) => [resolver, Object.create(resolver.prototype as object) as object]),
  );
  return `${printSchema(lexicographicSortSchema(await createSchema(unresolved)))}\n`;
}
