import type { Restriction, SubjectFact, SubjectFactKind } from "./core/subject-fact.js";
import { factOf, type FactColumns } from "./subject-fact-row.js";

/** Facts that say the same but for their moments and agreements, as the database sends them: what differs stands one after the other. */
export interface CopiedFacts {
  readonly ids: string;
  /** Moments are microseconds since 2000, as 64-bit integers. */
  readonly recorded: Uint8Array;
  /** Anything where the kind has no moment. */
  readonly moments: Uint8Array;
  /** In hexadecimal; zeros where there is none. */
  readonly agreements: string;
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

/** A UUID as text. */
const ID_CHARS = 36;
/** A digest in hexadecimal. */
export const AGREEMENT_CHARS = 32;
const NO_AGREEMENT = "0".repeat(AGREEMENT_CHARS);
const MOMENT_BYTES = 8;
const EPOCH_MS = Date.UTC(2000, 0);
const NO_MOMENT = new Date(NaN);
const WORD_VALUES = 2 ** 32;

/** Makes the facts of a row, in the row's order. */
export function readFacts(copied: CopiedFacts): SubjectFact[] {
  const { ids, agreements } = copied;
  const recorded = viewOf(copied.recorded);
  const moments = viewOf(copied.moments);
  // One for all of them: to spread the content into a row for each would take longer than all else.
  const row: Row = {
    ...readContent(copied.content),
    id: "",
    recordedAt: NO_MOMENT,
    moment: NO_MOMENT,
    agreement: null,
  };
  const facts: SubjectFact[] = [];
  for (let place = 0; place * ID_CHARS < ids.length; place += 1) {
    const agreement = agreements.slice(place * AGREEMENT_CHARS, (place + 1) * AGREEMENT_CHARS);
    row.id = ids.slice(place * ID_CHARS, (place + 1) * ID_CHARS);
    row.recordedAt = momentAt(recorded, place);
    row.moment = momentAt(moments, place);
    row.agreement = agreement === NO_AGREEMENT ? null : agreement;
    facts.push(factOf(row));
  }
  return facts;
}

type Content = Omit<FactColumns, "moment" | "agreement">;

interface Row extends Content {
  id: string;
  recordedAt: Date;
  moment: Date;
  agreement: string | null;
}

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

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** Two words as one `number`: microseconds stay exact in it for centuries. */
function momentAt(moments: DataView, place: number): Date {
  const at = place * MOMENT_BYTES;
  const microseconds = moments.getInt32(at) * WORD_VALUES + moments.getUint32(at + 4);
  return new Date(EPOCH_MS + microseconds / 1_000);
}
