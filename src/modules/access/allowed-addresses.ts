import { ADDRESS_RANGE_PROBLEM, AddressRanges, readAddressRange } from "../../platform/address-ranges.js";
import type { FieldProblem } from "../../platform/errors.js";
import type { ApiKeyRow } from "./api-key-row.js";

const RANGES_MAX = 100;
const FIELD = "allowedAddresses";

/** From where a key may be used, sorted, each once, null for everywhere; and what is wrong with it. */
export function readAllowedAddresses(given: readonly string[]): {
  readonly allowedAddresses: readonly string[] | null;
  readonly problems: readonly FieldProblem[];
} {
  if (given.length > RANGES_MAX) {
    const message = `Name at most ${RANGES_MAX} addresses or networks; make another key for others.`;
    return { allowedAddresses: null, problems: [{ field: FIELD, message }] };
  }
  const ranges = given.map(readAddressRange);
  const problems = ranges.flatMap((range, index) =>
    range === null ? [{ field: `${FIELD}[${index}]`, message: ADDRESS_RANGE_PROBLEM }] : [],
  );
  const read = [...new Set(ranges.filter((range) => range !== null))].sort();
  return { allowedAddresses: read.length === 0 ? null : read, problems };
}

/** What decides whether a key may be used from an address. */
export function addressCheckOf({
  allowedAddresses,
}: Pick<ApiKeyRow, "allowedAddresses">): (address: string) => boolean {
  if (allowedAddresses === null) return () => true;
  const ranges = new AddressRanges(allowedAddresses);
  return (address) => ranges.has(address);
}
