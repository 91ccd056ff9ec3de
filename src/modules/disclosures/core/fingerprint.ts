import { createHmac } from "node:crypto";
import { contentApartFromMoment, type DisclosureContent } from "./disclosure-content.js";

/**
 * Keyed digests by which a retry and probable duplicates are found. They depend on who was covered, so they are no facts:
 * they are dropped when a covered user is erased.
 */
export interface Fingerprint {
  readonly disclosureId: string;
  readonly occurredAt: Date;
  /** Of the set of users. */
  readonly subjects: Buffer;
  /** The list that named them, if one did. */
  readonly subjectList: string | null;
  /** Of everything but the id, the moment and free text. */
  readonly content: Buffer;
  /** Of the caller's own reference of the transfer; null where it gave none. */
  readonly externalReference: Buffer | null;
}

const DIGEST_BYTES = 16;

export function fingerprintOf(
  key: Buffer,
  disclosureId: string,
  content: DisclosureContent,
  subjects: Buffer,
  subjectList: string | null,
): Fingerprint {
  const { externalReference } = content.freeText;
  return {
    disclosureId,
    occurredAt: content.occurredAt,
    subjects,
    subjectList,
    content: digest(key, contentApartFromMoment(content), subjects),
    externalReference:
      externalReference === undefined ? null : digest(key, `external reference ${externalReference}`),
  };
}

function digest(key: Buffer, text: string, more: Buffer = Buffer.alloc(0)): Buffer {
  return createHmac("sha256", key).update(more).update(text, "utf8").digest().subarray(0, DIGEST_BYTES);
}
