import type { DataMapSnapshot } from "../../datamap/index.js";
import * as ofSubject from "./explain-subject.js";
import * as ofTransfer from "./explain-transfer.js";
import { capitalised, type Occasion } from "./explain-words.js";
import type { Finding, FindingCode } from "./finding.js";
import type { Transfer } from "./transfer.js";

const SENTENCES: Readonly<Record<FindingCode, (on: Occasion) => string>> = {
  ENTRY_RETIRED: ofTransfer.explainRetired,
  AGREEMENT_MISSING: ofTransfer.explainAgreementMissing,
  AGREEMENT_NOT_IN_FORCE: ofTransfer.explainAgreementNotInForce,
  CATEGORY_NOT_PERMITTED: ofTransfer.explainCategory,
  PURPOSE_NOT_PERMITTED: ofTransfer.explainPurpose,
  GROUND_NOT_PERMITTED: ofTransfer.explainGround,
  CONSENT_MISSING: ofSubject.explainConsentMissing,
  CONSENT_WITHDRAWN: ofSubject.explainConsentWithdrawn,
  CONSENT_EXPIRED: ofSubject.explainConsentExpired,
  USE_REFUSED: ofSubject.explainRefused,
  SUBJECT_BLOCKED: ofSubject.explainBlocked,
  SUBJECT_ERASED: ofSubject.explainErased,
  COMMUNICATION_AFTER_DELETION: ofSubject.explainCommunication,
  AUTHORITY_REQUEST_MISSING: ofTransfer.explainDemandMissing,
  AUTHORITY_REQUEST_UNLAWFUL: ofTransfer.explainDemandUnlawful,
  SAFEGUARD_MISSING: ofTransfer.explainSafeguardMissing,
  SAFEGUARD_NOT_IN_FORCE: ofTransfer.explainSafeguardNotInForce,
  RETENTION_EXCEEDED: ofSubject.explainRetention,
};

/**
 * One sentence that says what a finding rests on (rule, fact, clause, agreement) and what would make it right.
 *
 * It is made of keys, ids and days only; nothing that people wrote, and no user's reference, is ever in it.
 *
 * @param map The revision by which the transfer was judged.
 */
export function explain({ code, kind, detail }: Finding, transfer: Transfer, map: DataMapSnapshot): string {
  const day = map.calendarDay(transfer.occurredAt);
  return capitalised(SENTENCES[code]({ kind, detail, transfer, map, day }));
}
