import type { NamedSubjects } from "../../subjects/index.js";
import { numberAt } from "../../subjects/core/place.js";
import { normaliseReference } from "../../subjects/core/reference.js";
import { slotsOf, type PackedSegment } from "../../subjects/core/subject-set.js";

/** Where users stand among the references as the caller sent them, from 0. A user sent twice stands in two positions. */
export class Positions {
  readonly #sent: readonly string[];

  constructor(sent: readonly string[]) {
    this.#sent = sent.map(normaliseReference);
  }

  all(): number[] {
    return this.#sent.map((_, position) => position);
  }

  /** The positions of normalised references. */
  of(references: ReadonlySet<string>): number[] {
    return this.all().filter((position) => references.has(this.#sent[position]!));
  }
}

/** Users that stand in a packed set by their places among those named: their normalised references. */
export function referencesAt(members: readonly PackedSegment[], named: NamedSubjects): Set<string> {
  const references = [...named.values()];
  const found = new Set<string>();
  for (const packed of members) {
    for (const slot of slotsOf(packed)) found.add(references[numberAt({ segment: packed.segment, slot })]!);
  }
  return found;
}
