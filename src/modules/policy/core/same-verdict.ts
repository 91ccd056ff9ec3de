import { SegmentBitmap } from "../../subjects/core/segment-bitmap.js";
import type { PackedSegment } from "../../subjects/index.js";
import type { ConcernedUsers } from "./gathered-findings.js";

/**
 * Whether two judgements of one disclosure say the same: the same codes and kinds, of the same users, for the same reasons. It makes no
 * difference in which order a reason lists what it lists, or how users are packed.
 */
export function isSameVerdict(one: readonly ConcernedUsers[], other: readonly ConcernedUsers[]): boolean {
  if (one.length !== other.length) return false;
  const byCode = new Map(other.map((found) => [found.code, found]));
  return one.every((found) => {
    const counterpart = byCode.get(found.code);
    return counterpart !== undefined && isSameFinding(found, counterpart);
  });
}

function isSameFinding(one: ConcernedUsers, other: ConcernedUsers): boolean {
  return (
    one.kind === other.kind &&
    one.subjectCount === other.subjectCount &&
    inOrder(one.detail) === inOrder(other.detail) &&
    one.members.length === other.members.length &&
    one.members.every((members, index) => isSameSegment(members, other.members[index]!))
  );
}

/** As it is stored, without what is undefined, and all of it in one order. */
function inOrder(detail: object): string {
  const stored = JSON.parse(JSON.stringify(detail)) as Record<string, unknown>;
  const fields = Object.entries(stored).map(([field, value]) => [
    field,
    Array.isArray(value) ? value.map(textOf).sort() : value,
  ]);
  return JSON.stringify(fields.sort());
}

function textOf(item: unknown): string {
  return typeof item === "string" ? item : JSON.stringify(Object.entries(item as object).sort());
}

function isSameSegment(one: PackedSegment, other: PackedSegment): boolean {
  if (one.segment !== other.segment) return false;
  const users = SegmentBitmap.of(one);
  return users.isWithin(other) && SegmentBitmap.of(other).isWithin(one);
}
