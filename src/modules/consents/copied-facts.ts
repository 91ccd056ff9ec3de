import type { Restriction, SubjectFact, SubjectFactKind } from "./core/subject-fact.js";
import { factOf, type FactColumns } from "./subject-fact-row.js";

/** Facts that say the same but for their moments and agreements, as the database sends them: what differs stands one after the other. */
export interface CopiedFacts {
  readonly ids: Uint8Array;
  /** Moments are microseconds since 2000, as 64-bit integers. */
  readonly recorded: Uint8Array;
  /** Anything where the kind has no moment. */
  readonly moments: Uint8Array;
  /** Zeros where there is none. */
  readonly agreements: Uint8Array;
  /** The values of `CONTENT_COLUMNS`. */
  readonly content: string;
}

/** The columns of `subject_fact` that are sent in one text. */
export const CONTENT_COLUMNS = [
  "kind",
  "ended_on",
  "legal_ground",
  "policy_version",
  "restriction",
  "categories",
  "purposes",
  "lifts",
] as const;

/** Keys of the data map hold neither of the separators, and no value is ever the sign for none. */
export const SEPARATOR = "|";
export const KEY_SEPARATOR = ",";
export const NONE = "~";

const ID_BYTES = 16;
export const AGREEMENT_BYTES = 16;
const MOMENT_BYTES = 8;
const EPOCH_MS = Date.UTC(2000, 0);
const WORD_VALUES = 2 ** 32;

/** Makes the facts of a row, in the row's order. */
export function* readFacts(copied: CopiedFacts): Generator<SubjectFact> {
  const content = readContent(copied.content);
  const ids = Buffer.from(copied.ids).toString("hex");
  const agreements = Buffer.from(copied.agreements).toString("hex");
  const recorded = viewOf(copied.recorded);
  const moments = viewOf(copied.moments);
  for (let place = 0; place * ID_BYTES < copied.ids.length; place += 1) {
    const agreement = agreements.slice(place * AGREEMENT_BYTES * 2, (place + 1) * AGREEMENT_BYTES * 2);
    yield factOf({
      ...content,
      id: idAt(ids, place),
      recordedAt: momentAt(recorded, place),
      moment: momentAt(moments, place),
      agreement: agreement === NO_AGREEMENT ? null : agreement,
    });
  }
}

const NO_AGREEMENT = "00".repeat(AGREEMENT_BYTES);

type Content = Omit<FactColumns, "moment" | "agreement">;

function readContent(content: string): Content {
  const values = content.split(SEPARATOR).map((value) => (value === NONE ? null : value));
  const [kind, endedOn, legalGround, policyVersion, restriction, categories, purposes, lifts] = values;
  return {
    kind: kind as SubjectFactKind,
    endedOn: endedOn!,
    legalGround: legalGround!,
    policyVersion: policyVersion == null ? null : Number(policyVersion),
    restriction: restriction as Restriction | null,
    categories: keysOf(categories!),
    purposes: keysOf(purposes!),
    lifts: lifts!,
  };
}

function keysOf(joined: string | null): string[] | null {
  if (joined === null) return null;
  return joined === "" ? [] : joined.split(KEY_SEPARATOR);
}

function idAt(hex: string, place: number): string {
  const at = place * ID_BYTES * 2;
  const part = (from: number, to: number) => hex.slice(at + from, at + to);
  return `${part(0, 8)}-${part(8, 12)}-${part(12, 16)}-${part(16, 20)}-${part(20, 32)}`;
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** Two words as one `number`: microseconds stay exact in it for centuries. */
function momentAt(moments: DataView, place: number): Date {
  const at = place * MOMENT_BYTES;
  const microseconds = moments.getInt32(at) * WORD_VALUES + moments.getUint32(at + 4);
  return new Date(EPOCH_MS + microseconds / 1_000);
}
