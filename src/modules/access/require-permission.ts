import { Extensions } from "type-graphql";
import { REQUIRED_PERMISSION, type ANY_CALLER } from "../../platform/graphql/permission-extension.js";
import type { Permission } from "./core/permissions.js";

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
  return Extensions({ [REQUIRED_PERMISSION]: anyOf });
}
