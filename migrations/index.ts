import type { MigrationClass } from "../src/platform/db/forward-only-migration.js";
import { DataMap1763800000001 } from "./0001-data-map.js";
import { Access1763800000002 } from "./0002-access.js";
import { Subjects1763800000003 } from "./0003-subjects.js";
import { Coverage1763800000004 } from "./0004-coverage.js";
import { Disclosures1763800000005 } from "./0005-disclosures.js";
import { PackedCoverage1763800000006 } from "./0006-packed-coverage.js";
import { SubjectLists1763800000007 } from "./0007-subject-lists.js";
import { DisclosureRollup1763800000008 } from "./0008-disclosure-rollup.js";
import { ApiKeySecrets1763800000009 } from "./0009-api-key-secrets.js";
import { ListedDisclosures1763800000010 } from "./0010-listed-disclosures.js";
import { SubjectFacts1763800000011 } from "./0011-subject-facts.js";
import { Authorities1763800000012 } from "./0012-authorities.js";
import { Judgements1763800000013 } from "./0013-judgements.js";
import { Rejudging1763800000014 } from "./0014-rejudging.js";
import { Authorizations1763800000015 } from "./0015-authorizations.js";
import { Erasures1763800000016 } from "./0016-erasures.js";
import { RightsRequests1763800000017 } from "./0017-rights-requests.js";
import { RecipientNotifications1763800000018 } from "./0018-recipient-notifications.js";
import { AccountingsGiven1763800000019 } from "./0019-accountings-given.js";
import { Destructions1763800000020 } from "./0020-destructions.js";
import { PolicyTexts1763800000021 } from "./0021-policy-texts.js";
import { Ledger1763800000022 } from "./0022-ledger.js";
import { KeyAddresses1763800000023 } from "./0023-key-addresses.js";
import { PersonIdentities1763800000024 } from "./0024-person-identities.js";
import { RowScopes1763800000025 } from "./0025-row-scopes.js";
import { SubjectLookUps1763800000026 } from "./0026-subject-look-ups.js";
import { TrustedDocuments1763800000027 } from "./0027-trusted-documents.js";
import { SecretRotation1763800000028 } from "./0028-secret-rotation.js";
import { NarrowerRowScopes1763800000029 } from "./0029-narrower-row-scopes.js";
import { SignInEnds1763800000030 } from "./0030-sign-in-ends.js";

/** Every migration, oldest first. */
export const migrations: readonly MigrationClass[] = [
  DataMap1763800000001,
  Access1763800000002,
  Subjects1763800000003,
  Coverage1763800000004,
  Disclosures1763800000005,
  PackedCoverage1763800000006,
  SubjectLists1763800000007,
  DisclosureRollup1763800000008,
  ApiKeySecrets1763800000009,
  ListedDisclosures1763800000010,
  SubjectFacts1763800000011,
  Authorities1763800000012,
  Judgements1763800000013,
  Rejudging1763800000014,
  Authorizations1763800000015,
  Erasures1763800000016,
  RightsRequests1763800000017,
  RecipientNotifications1763800000018,
  AccountingsGiven1763800000019,
  Destructions1763800000020,
  PolicyTexts1763800000021,
  Ledger1763800000022,
  KeyAddresses1763800000023,
  PersonIdentities1763800000024,
  RowScopes1763800000025,
  SubjectLookUps1763800000026,
  TrustedDocuments1763800000027,
  SecretRotation1763800000028,
  NarrowerRowScopes1763800000029,
  SignInEnds1763800000030,
];
