import { ApiKeyRevocationEntity } from "./modules/access/api-key-revocation.entity.js";
import { ApiKeySecretEntity } from "./modules/access/api-key-secret.entity.js";
import { ApiKeyUseEntity } from "./modules/access/api-key-use.entity.js";
import { ApiKeyEntity } from "./modules/access/api-key.entity.js";
import { PersonIdentityEntity } from "./modules/access/people/person-identity.entity.js";
import { SignInEndEntity } from "./modules/access/people/sign-in-end.entity.js";
import { SecretFingerprintEntity } from "./modules/access/secret-fingerprint.entity.js";
import { AccountingSuspensionEntity } from "./modules/authorities/accounting-suspension.entity.js";
import { AuthorityRequestEntity } from "./modules/authorities/authority-request.entity.js";
import { AuthorityReviewEntity } from "./modules/authorities/authority-review.entity.js";
import { CoverageDetachedEntity } from "./modules/coverage/coverage-detached.entity.js";
import { CoverageEntity } from "./modules/coverage/coverage.entity.js";
import { SubjectFactMemberEntity } from "./modules/consents/subject-fact-member.entity.js";
import { SubjectFactEntity } from "./modules/consents/subject-fact.entity.js";
import * as catalogue from "./modules/datamap/catalogue-entry.entity.js";
import { DataMapHeadEntity, DataMapRevisionEntity } from "./modules/datamap/data-map-revision.entity.js";
import { AmendmentEntity } from "./modules/disclosures/amendment.entity.js";
import { DisclosureAuthorizationEntity } from "./modules/disclosures/authorization/disclosure-authorization.entity.js";
import { DisclosureFingerprintEntity } from "./modules/disclosures/disclosure-fingerprint.entity.js";
import { DisclosureEntity } from "./modules/disclosures/disclosure.entity.js";
import { DisclosureCombinationEntity } from "./modules/disclosures/statistics/disclosure-combination.entity.js";
import { DisclosureRollupEntity } from "./modules/disclosures/statistics/disclosure-rollup.entity.js";
import { RollupPendingEntity } from "./modules/disclosures/statistics/rollup-pending.entity.js";
import { RollupProgressEntity } from "./modules/disclosures/statistics/rollup-progress.entity.js";
import { SupersededEntity } from "./modules/disclosures/superseded.entity.js";
import {
  LedgerCheckpointEntity,
  LedgerHeadEntity,
  LedgerLogEntity,
} from "./modules/ledger/ledger-log.entity.js";
import {
  LedgerBackfillEntity,
  LedgerLeafEntity,
  LedgerPendingEntity,
  LedgerTileEntity,
} from "./modules/ledger/ledger-leaf.entity.js";
import {
  FindingAcknowledgementEntity,
  FindingEntity,
  FindingMemberEntity,
} from "./modules/policy/finding.entity.js";
import { JudgementPendingEntity } from "./modules/policy/judgement-pending.entity.js";
import { JudgementEntity, JudgementSupersededEntity } from "./modules/policy/judgement.entity.js";
import {
  RecipientNotificationEntity,
  RecipientNotificationReportEntity,
  RecipientNotificationSecretEntity,
  RecipientNotificationStandingEntity,
} from "./modules/rights/notifications/recipient-notification.entity.js";
import {
  AccountingGivenEntity,
  AccountingGivenPersonEntity,
} from "./modules/rights/accountings/accounting-given.entity.js";
import { ErasureOutcomeEntity } from "./modules/rights/erasure/erasure-outcome.entity.js";
import { ErasurePendingEntity } from "./modules/rights/erasure/erasure-pending.entity.js";
import { ErasedSubjectEntity } from "./modules/subjects/erased-subject.entity.js";
import { PolicyTextEntity } from "./modules/published-policy/policy-text.entity.js";
import {
  RightsRequestEntity,
  RightsRequestPersonEntity,
  RightsRequestStandingEntity,
  RightsRequestStepEntity,
} from "./modules/rights/requests/rights-request.entity.js";
import { DestructionEntity, DestructionMemberEntity } from "./modules/retention/destruction.entity.js";
import { SubjectLookUpEntity } from "./modules/subjects/look-ups/look-up.entity.js";
import { SealedReferenceEntity } from "./modules/subjects/sealed-reference.entity.js";
import { SubjectListEntity, SubjectListSegmentEntity } from "./modules/subjects/subject-list.entity.js";
import { SubjectNumberBlockEntity } from "./modules/subjects/subject-number-block.entity.js";
import { SubjectEntity } from "./modules/subjects/subject.entity.js";
import type { EntityClass } from "./platform/db/data-source.js";
import { SecretRotationEntity } from "./platform/secrets/secret-rotation.entity.js";
import { FreeTextEntity } from "./platform/erasable-text/free-text.entity.js";

/** Every table's class. */
export const entities: readonly EntityClass[] = [
  DataMapRevisionEntity,
  DataMapHeadEntity,
  // A table a kind of entry, and nothing else is in that file.
  ...Object.values(catalogue),
  ApiKeyEntity,
  ApiKeySecretEntity,
  ApiKeyUseEntity,
  ApiKeyRevocationEntity,
  PersonIdentityEntity,
  SignInEndEntity,
  SecretFingerprintEntity,
  SecretRotationEntity,
  SubjectEntity,
  SubjectNumberBlockEntity,
  SealedReferenceEntity,
  SubjectLookUpEntity,
  ErasedSubjectEntity,
  ErasurePendingEntity,
  ErasureOutcomeEntity,
  SubjectListEntity,
  SubjectListSegmentEntity,
  CoverageEntity,
  CoverageDetachedEntity,
  SubjectFactEntity,
  SubjectFactMemberEntity,
  AuthorityRequestEntity,
  AuthorityReviewEntity,
  AccountingSuspensionEntity,
  DisclosureEntity,
  AmendmentEntity,
  SupersededEntity,
  JudgementEntity,
  JudgementSupersededEntity,
  FindingEntity,
  FindingMemberEntity,
  FindingAcknowledgementEntity,
  JudgementPendingEntity,
  DisclosureAuthorizationEntity,
  RightsRequestEntity,
  RightsRequestStepEntity,
  RightsRequestStandingEntity,
  RightsRequestPersonEntity,
  AccountingGivenEntity,
  AccountingGivenPersonEntity,
  FreeTextEntity,
  DisclosureFingerprintEntity,
  RollupPendingEntity,
  DisclosureCombinationEntity,
  DisclosureRollupEntity,
  RollupProgressEntity,
  RecipientNotificationEntity,
  RecipientNotificationStandingEntity,
  RecipientNotificationReportEntity,
  RecipientNotificationSecretEntity,
  PolicyTextEntity,
  DestructionEntity,
  DestructionMemberEntity,
  LedgerLogEntity,
  LedgerPendingEntity,
  LedgerLeafEntity,
  LedgerTileEntity,
  LedgerHeadEntity,
  LedgerCheckpointEntity,
  LedgerBackfillEntity,
];
