import { Extensions } from "type-graphql";

/** How a field or a type carries what it asks of its caller. The platform knows no permission, only where one stands. */

/** The key of the GraphQL extension that `access/enforce-permissions.ts` reads. */
export const REQUIRED_PERMISSION = "requiredPermission";

/** Any caller with a valid key. */
export const ANY_CALLER = "ANY_CALLER";

/** For what every caller with a valid key may read, such as `viewer` and `pageInfo`. */
export function AllowAnyCaller(): ClassDecorator & PropertyDecorator & MethodDecorator {
  return Extensions({ [REQUIRED_PERMISSION]: ANY_CALLER });
}
