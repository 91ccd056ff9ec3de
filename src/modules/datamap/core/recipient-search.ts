import { badInput } from "../../../platform/errors.js";
import type { RecipientEntry, RecipientKind } from "./document.js";

const SEARCH_LENGTH_MAX = 200;

/** A condition that is not given, or null, lets every recipient pass. */
export interface RecipientConditions {
  readonly kind?: RecipientKind | null;
  /** ISO 3166-1 alpha-2, in capitals. */
  readonly jurisdiction?: string | null;
  /** Text in the key, the name or the registration number, in capitals or not. */
  readonly search?: string | null;
}

/** The recipients that meet every condition. Throws BAD_USER_INPUT for an empty or over-long search. */
export function matchingRecipients(
  recipients: readonly RecipientEntry[],
  conditions: RecipientConditions,
): readonly RecipientEntry[] {
  const { kind, jurisdiction } = conditions;
  const search = conditions.search == null ? null : readSearch(conditions.search);
  return recipients.filter(
    (recipient) =>
      (kind == null || recipient.kind === kind) &&
      (jurisdiction == null || recipient.jurisdiction === jurisdiction) &&
      (search === null || mentions(recipient, search)),
  );
}

function readSearch(given: string): string {
  const search = given.trim();
  if (search === "" || search.length > SEARCH_LENGTH_MAX) {
    const message = `Give 1 to ${SEARCH_LENGTH_MAX} characters to look for, or leave the field out.`;
    throw badInput([{ field: "filter.search", message }]);
  }
  return search.toLowerCase();
}

function mentions({ key, name, registrationNumber }: RecipientEntry, search: string): boolean {
  return [key, name, registrationNumber].some((text) => text?.toLowerCase().includes(search));
}
