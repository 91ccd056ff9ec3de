import type { RowScope } from "../../../platform/db/row-scope.js";
import type { FieldProblem } from "../../../platform/errors.js";
import type { Role } from "./permissions.js";

const KEYS_MAX = 100;
/** Those whose work can be cut down to some recipients or purposes. */
export const BOUND_ROLES: readonly Role[] = ["INTEGRATION", "REPORTER"];

/** What a key is to be bound to, as its maker named it. */
export interface GivenScope {
  readonly recipients?: readonly string[] | null;
  readonly purposes?: readonly string[] | null;
}

/** Says what is wrong with a key of the data map; null where there is such an entry. */
export interface ScopeProblems {
  readonly recipient: (key: string) => string | null;
  readonly purpose: (key: string) => string | null;
}

/** The scope of a new key, each list sorted and each key once, and what is wrong with it. None named = not bound by them. */
export function readScope(
  given: GivenScope,
  role: Role,
  problemOf: ScopeProblems,
): {
  readonly recipients: readonly string[];
  readonly purposes: readonly string[] | null;
  readonly problems: readonly FieldProblem[];
} {
  const recipients = [...new Set(given.recipients ?? [])].sort();
  const purposes = [...new Set(given.purposes ?? [])].sort();
  return {
    recipients,
    purposes: purposes.length > 0 ? purposes : null,
    problems: [
      ...problemsOf("recipients", given.recipients ?? [], role, problemOf.recipient),
      ...problemsOf("purposes", given.purposes ?? [], role, problemOf.purpose),
    ],
  };
}

/** Of a key, what it is bound to. */
interface BoundKey {
  readonly id: string;
  readonly recipients: readonly string[];
  readonly purposes: readonly string[] | null;
}

/** What the rows must be about that a key's holder may see and write; null for a key that is not bound. */
export function rowScopeOf({ id, recipients, purposes }: BoundKey): RowScope | null {
  if (recipients.length === 0 && purposes === null) return null;
  return { key: id, recipients: recipients.length > 0 ? recipients : null, purposes };
}

function problemsOf(
  field: "recipients" | "purposes",
  given: readonly string[],
  role: Role,
  problemOf: (key: string) => string | null,
): FieldProblem[] {
  if (given.length === 0) return [];
  if (!BOUND_ROLES.includes(role)) {
    const message = `Only a key with the role ${BOUND_ROLES.join(" or ")} is bound to ${field}: leave them out, or choose such a role.`;
    return [{ field, message }];
  }
  if (given.length > KEYS_MAX) {
    return [{ field, message: `Name at most ${KEYS_MAX} ${field}; make another key for others.` }];
  }
  return given.flatMap((key, index) => {
    const message = problemOf(key);
    return message === null ? [] : [{ field: `${field}[${index}]`, message }];
  });
}
