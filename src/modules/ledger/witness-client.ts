import { StartRefused } from "../../platform/start-refused.js";
import {
  addCheckpointBody,
  readWitnessAnswer,
  type WitnessAnswer,
  type WitnessResponse,
} from "./core/add-checkpoint.js";
import { withCosignature } from "./core/cosigned-note.js";
import { NotVerified } from "./core/not-verified.js";
import { parseVerifierKey, type VerifierKey } from "./core/note-keys.js";

/** What came of asking the witness. A `reason` is for the operator: what happened, and what to do. */
export type Cosigning =
  /** `note` is the checkpoint with the witness's cosignature below the log's own signature. */
  | { readonly kind: "cosigned"; readonly note: string }
  /** None this time: the checkpoint is good without, the next one may be asked for again. */
  | { readonly kind: "without"; readonly reason: string }
  /** The witness has cosigned a checkpoint of this log of `size` leaves, more than this one has. */
  | { readonly kind: "ahead"; readonly size: number }
  /** The witness has seen a history that this one does not continue. Such a checkpoint must not be shown. */
  | { readonly kind: "contradicted"; readonly reason: string };

/** Somebody independent who remembers the last checkpoint of this log and signs only what continues it. */
export interface Witness {
  /** What its cosignatures are verified with. */
  readonly key: VerifierKey;
  /**
   * Asks for a cosignature. Rejects only where `proofFrom` does.
   * @param checkpoint the signed note
   * @param size its number of leaves
   * @param proofFrom gives the consistency proof from a tree of 1 to `size` leaves to the checkpoint's (RFC 6962, section 2.1.2)
   */
  cosign(
    checkpoint: string,
    size: number,
    proofFrom: (from: number) => Promise<readonly Uint8Array[]>,
  ): Promise<Cosigning>;
}

export interface WitnessOptions {
  /** The submission prefix, without a slash at its end. */
  readonly url: string;
  /** The verifier key of its cosignatures, as text. */
  readonly key: string;
  /** How long one checkpoint may wait for its cosignature, both requests together. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 1_000;
/** Sixteen signatures of the longest kind there is (ML-DSA-44, 3.3 kB as text), and room for names. */
const ANSWER_BYTES_MAX = 64 * 1024;

/**
 * A client of one witness, by https://c2sp.org/tlog-witness. Connections are kept for the next checkpoint. Throws StartRefused where
 * the key is not one of a witness.
 */
export function openWitness({ url, key: keyText, timeoutMs = TIMEOUT_MS }: WitnessOptions): Witness {
  const key = keyOf(keyText);
  /** The size it cosigned last, as far as this process knows: asked with 0, it says where it stands. */
  let cosigned = 0;
  return {
    key,
    async cosign(checkpoint, size, proofFrom) {
      const signal = AbortSignal.timeout(timeoutMs);
      const ask = async (from: number) => {
        const proof = from === 0 ? [] : await proofFrom(from);
        const response = await post(
          `${url}/add-checkpoint`,
          addCheckpointBody(from, proof, checkpoint),
          signal,
        );
        return "kind" in response ? response : readWitnessAnswer(response, { from, size });
      };
      let answer = await ask(cosigned <= size ? cosigned : 0);
      if (answer.kind === "knows" && answer.size <= size) answer = await ask(answer.size);
      if (answer.kind === "knows" && answer.size > size) return { kind: "ahead", size: answer.size };
      const result = concluded(answer, checkpoint, key);
      cosigned = result.kind === "cosigned" ? size : 0;
      return result;
    },
  };
}

function keyOf(text: string): VerifierKey {
  const remedy = "set it to the verifier key that the witness's operator publishes.";
  try {
    const key = parseVerifierKey(text);
    if (key.isCosigner) return key;
  } catch (error) {
    if (!(error instanceof NotVerified)) throw error;
    throw new StartRefused([`LEDGER_WITNESS_KEY cannot be read, ${error.message}: ${remedy}`], {
      cause: error,
    });
  }
  throw new StartRefused([`LEDGER_WITNESS_KEY is the key of a log, not of a witness: ${remedy}`]);
}

function concluded(answer: WitnessAnswer, checkpoint: string, key: VerifierKey): Cosigning {
  switch (answer.kind) {
    case "contradicts":
      return { kind: "contradicted", reason: answer.reason };
    case "declines":
      return { kind: "without", reason: answer.reason };
    case "knows":
      return {
        kind: "without",
        reason: `The witness answered twice that it stands elsewhere, the second time at ${answer.size} leaves: does another server publish this log?`,
      };
    case "signed":
      return cosignedBy(answer.lines, checkpoint, key);
  }
}

function cosignedBy(lines: string, checkpoint: string, key: VerifierKey): Cosigning {
  try {
    return { kind: "cosigned", note: withCosignature(checkpoint, lines, key) };
  } catch (error) {
    if (!(error instanceof NotVerified)) throw error;
    return {
      kind: "without",
      reason: `The witness's answer is of no use, ${error.message}: is LEDGER_WITNESS_KEY its verifier key?`,
    };
  }
}

type Declined = Extract<WitnessAnswer, { readonly kind: "declines" }>;

async function post(url: string, body: string, signal: AbortSignal): Promise<WitnessResponse | Declined> {
  try {
    // A redirect is an answer like any other: what follows it might be sent as GET, to somebody else.
    const response = await fetch(url, { method: "POST", body, signal, redirect: "manual" });
    const text = await textOf(response);
    if (text === null) {
      return { kind: "declines", reason: `The witness answered with more than ${ANSWER_BYTES_MAX} bytes.` };
    }
    return { status: response.status, contentType: response.headers.get("content-type"), body: text };
  } catch (error) {
    const reason = signal.aborted
      ? "The witness did not answer in time."
      : `The witness could not be reached${codeOf(error)}: see that LEDGER_WITNESS_URL is right and that this machine may connect to it.`;
    return { kind: "declines", reason };
  }
}

/** What fetch failed of, as in " (ECONNREFUSED)"; "" where it does not say. */
function codeOf(error: unknown): string {
  const { code } = ((error as Error).cause ?? {}) as { readonly code?: unknown };
  return typeof code === "string" ? ` (${code})` : "";
}

/** The body as text; null where it is longer than an answer may be, of which no more is read. */
async function textOf(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > ANSWER_BYTES_MAX) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
