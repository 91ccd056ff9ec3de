import { Extensions } from "type-graphql";
import type { Permission } from "./core/permissions.js";

/** The key of the GraphQL extension that `enforce-permissions.ts` reads. */
export const REQUIRED_PERMISSION = "requiredPermission";

/** Any caller with a valid key. */
export const ANY_CALLER = "ANY_CALLER";

/** What a field asks of its caller: one of these permissions, or merely to be somebody. */
export type Requirement = readonly Permission[] | typeof ANY_CALLER;

/**
 * Declares who may read a field or run an operation: holders of any one of the permissions named.
 *
 * On a class (an object type) it covers every field that declares nothing itself. The schema does not build while a field
 * has neither; `enforce-permissions.ts` is the one place that checks.
 */
export function RequirePermission(
  ...anyOf: [Permission, ...Permission[]]
): ClassDecorator & PropertyDecorator & MethodDecorator {
  return Extensions({ [REQUIRED_PERMISSION]: anyOf }) as ClassDecorator & PropertyDecorator & MethodDecorator;
}

/** For fields that every caller with a valid key may read, such as `viewer` and `pageInfo`. */
export function AllowAnyCaller(): ClassDecorator & PropertyDecorator & MethodDecorator {
  return Extensions({ [REQUIRED_PERMISSION]: ANY_CALLER }) as ClassDecorator &
    PropertyDecorator &
    MethodDecorator;
}
