import { fromDecimal } from "./strict-reading.js";

/** What is said to a witness, and what its answer means, by the specification https://c2sp.org/tlog-witness. */

/** The specification allows no longer consistency proof: no tree is deeper. */
const PROOF_HASHES_MAX = 63;
/** The media type of a 409's body. A proxy's own 409 has another, and says nothing about the log. */
const SIZE_MEDIA_TYPE = "text/x.tlog.size";

/** How a witness answered. */
export interface WitnessResponse {
  readonly status: number;
  /** The header `Content-Type`, null = none. */
  readonly contentType: string | null;
  readonly body: string;
}

/** What an answer means for the log. A `reason` is a sentence that tells the operator what to do. */
export type WitnessAnswer =
  /** It took the checkpoint. `lines` are signature lines of which none has been verified yet. */
  | { readonly kind: "signed"; readonly lines: string }
  /** The last checkpoint it cosigned has `size` leaves: it wants a consistency proof from there, unless that is more than was sent. */
  | { readonly kind: "knows"; readonly size: number }
  /** It holds a checkpoint of this log that the one sent does not continue. */
  | { readonly kind: "contradicts"; readonly reason: string }
  /** No cosignature this time, which says nothing against the log. */
  | { readonly kind: "declines"; readonly reason: string };

/**
 * The body of an add-checkpoint request.
 * @param from the size of the last checkpoint the witness cosigned, 0 = none; at most the checkpoint's own
 * @param proof the consistency proof from there (RFC 6962, section 2.1.2); empty where `from` is 0
 * @param checkpoint the whole signed note
 */
export function addCheckpointBody(from: number, proof: readonly Uint8Array[], checkpoint: string): string {
  if (proof.length > PROOF_HASHES_MAX)
    throw new RangeError(`A proof has at most ${PROOF_HASHES_MAX} hashes.`);
  const lines = proof.map((hash) => `${Buffer.from(hash).toString("base64")}\n`);
  return `old ${from}\n${lines.join("")}\n${checkpoint}`;
}

/** Reads what a witness answered to an add-checkpoint request for a checkpoint of `size` leaves with a proof from `from`. */
export function readWitnessAnswer(
  { status, contentType, body }: WitnessResponse,
  { from, size }: { readonly from: number; readonly size: number },
): WitnessAnswer {
  switch (status) {
    case 200:
      return { kind: "signed", lines: body };
    case 409:
      return conflict(contentType, body);
    case 422:
      // Any tree continues the empty one: without a checkpoint of its own the witness has nothing to hold against this one.
      if (from === 0) return { kind: "declines", reason: "The witness refused a first checkpoint (422)." };
      return {
        kind: "contradicts",
        reason: `The witness has cosigned a checkpoint of this log of ${from} leaves that the one of ${size} leaves does not continue (422).`,
      };
    default:
      return { kind: "declines", reason: REASONS[status] ?? `The witness answered with status ${status}.` };
  }
}

const REASONS: Readonly<Record<number, string>> = {
  400: "The witness did not understand the request (400): is LEDGER_WITNESS_URL the submission prefix of a witness that follows c2sp.org/tlog-witness?",
  403: "The witness does not trust this log's key (403): give its operator the log's verifier key.",
  404: "The witness does not know this log (404): give its operator the log's origin and verifier key, and see that LEDGER_WITNESS_URL is its submission prefix.",
};

function conflict(contentType: string | null, body: string): WitnessAnswer {
  const isSize = contentType?.split(";")[0]?.trim().toLowerCase() === SIZE_MEDIA_TYPE;
  const size = isSize && body.endsWith("\n") ? fromDecimal(body.slice(0, -1)) : null;
  if (size !== null) return { kind: "knows", size };
  return {
    kind: "declines",
    reason: "The witness answered with status 409 and without the size that it knows.",
  };
}
