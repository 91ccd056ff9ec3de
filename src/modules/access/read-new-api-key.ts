import { badInput, type FieldProblem } from "../../platform/errors.js";
import { readAllowedAddresses } from "./allowed-addresses.js";
import type { NewApiKeyRow } from "./api-keys.repository.js";
import type { Role } from "./core/permissions.js";
import { readScope, type ScopeProblems } from "./core/read-scope.js";
import { NAME_CHARS_MAX, shownName } from "./core/shown-name.js";
import { readTrustedDocuments } from "./trusted-documents.js";

export interface CreateApiKey {
  readonly name: string;
  readonly role: Role;
  /** Keys of recipients, in any order. */
  readonly recipients?: readonly string[] | null;
  /** Keys of purposes, in any order. */
  readonly purposes?: readonly string[] | null;
  readonly expiresAt?: Date | null;
  /** Addresses and networks, in any order. */
  readonly allowedAddresses?: readonly string[] | null;
  /** GraphQL documents, in any order. */
  readonly documents?: readonly string[] | null;
}

/** What a key to be made shall be. Throws BAD_USER_INPUT with everything that is wrong with it. */
export function readNewApiKey(
  input: CreateApiKey,
  now: Date,
  problemOf: ScopeProblems,
): Omit<NewApiKeyRow, "id" | "createdAt" | "createdBy"> {
  const { role } = input;
  const name = shownName(input.name);
  const expiresAt = input.expiresAt ?? null;
  const problems: FieldProblem[] = [];
  if (name === null) {
    problems.push({
      field: "name",
      message: `Give the key a name of 1 to ${NAME_CHARS_MAX} characters, on one line, without control or invisible characters.`,
    });
  }
  if (expiresAt && expiresAt <= now) {
    problems.push({
      field: "expiresAt",
      message: "Name a moment in the future, or leave it out for a key without end.",
    });
  }
  const { recipients, purposes, problems: unbound } = readScope(input, role, problemOf);
  const { allowedAddresses, problems: misplaced } = readAllowedAddresses(input.allowedAddresses ?? []);
  const { trustedDocuments, problems: unfit } = readTrustedDocuments(input.documents ?? null);
  problems.push(...unbound, ...misplaced, ...unfit);
  if (name === null || problems.length > 0) throw badInput(problems);
  return { name, role, recipients, purposes, expiresAt, allowedAddresses, trustedDocuments };
}
