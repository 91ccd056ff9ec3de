import { createHash } from "node:crypto";
import { v7 } from "uuid";
import type { Line } from "../transfers/line.js";

/**
 * An id for each line, by its external reference: the same whenever the file is loaded into the same registry, so that loading it
 * again records nothing twice.
 *
 * A UUIDv7 (RFC 9562, section 5.7) of the given moment, then a counter, so that ids sort as the lines do (section 6.2), then
 * bits that follow from the reference.
 *
 * @param moment of this registry; within 31 days before the first load, because the registry takes no older id for a new record
 */
export function idsOfLines(lines: readonly Line[], moment: Date): Map<string, string> {
  return new Map(
    lines.map(({ externalReference }, position) => [
      externalReference,
      v7({
        msecs: moment.getTime(),
        seq: position,
        random: createHash("sha256").update(externalReference).digest().subarray(0, 16),
      }),
    ]),
  );
}
