import type { SignInSettings } from "../../../platform/sign-in-settings.js";
import { StartRefused } from "../../../platform/start-refused.js";
import { ROLES, type Role } from "../core/permissions.js";

/** The roles that people can have. Integrations are programs: they have keys, which can be bound to recipients. */
const OF_PEOPLE = ROLES.filter((role) => role !== "INTEGRATION");

/** The roles that OIDC_ROLES names. Throws StartRefused where one of them is none that people can have. */
export function rolesOfClaims({ roles }: Pick<SignInSettings, "roles">): ReadonlyMap<string, Role> {
  const isRole = (name: string): name is Role => (OF_PEOPLE as readonly string[]).includes(name);
  const known = [...roles].filter((entry): entry is [string, Role] => isRole(entry[1]));
  if (known.length === roles.size) return new Map(known);
  throw new StartRefused([`OIDC_ROLES names a role that people cannot have: use ${OF_PEOPLE.join(", ")}.`]);
}
