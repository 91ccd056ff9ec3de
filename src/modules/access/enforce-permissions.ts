import {
  defaultFieldResolver,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from "graphql";
import { AppError } from "../../platform/errors.js";
import type { Caller, RequestContext } from "../../platform/graphql/context.js";
import { ANY_CALLER, REQUIRED_PERMISSION } from "../../platform/graphql/permission-extension.js";
import type { Permission } from "./core/permissions.js";
import type { Requirement } from "./require-permission.js";

/**
 * The one place where permissions are checked: every field of every object type, on whatever path it is reached.
 *
 * A field's own declaration counts, else its type's. A field with neither stops the program, so that nothing new is open by
 * oversight. `RequirePermission` declares; see docs/adr.
 */
export function enforcePermissions(schema: GraphQLSchema): GraphQLSchema {
  const undeclared: string[] = [];
  for (const { type, field } of fieldsOf(schema)) {
    const requirement = requirementOf(type, field);
    if (requirement) guard(type, field, requirement);
    else undeclared.push(`${type.name}.${field.name}`);
  }
  if (undeclared.length > 0) {
    throw new Error(
      `These GraphQL fields declare no permission (add @RequirePermission): ${undeclared.join(", ")}`,
    );
  }
  return schema;
}

/** For what a field's permission cannot say, such as one filter of a query; any one of several is enough. Throws FORBIDDEN or UNAUTHENTICATED. */
export function requirePermission(
  caller: Caller | null,
  permission: Permission | readonly Permission[],
  what: string,
): void {
  refuseUnless(caller, [permission].flat(), what);
}

/** Every field a caller can ask for, introspection apart: its answers are the same as `schema.graphql`. */
export function* fieldsOf(
  schema: GraphQLSchema,
): Generator<{ type: GraphQLObjectType; field: GraphQLField<unknown, unknown> }> {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith("__")) continue;
    for (const field of Object.values(type.getFields())) yield { type, field };
  }
}

export function requirementOf(
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
): Requirement | undefined {
  return (field.extensions[REQUIRED_PERMISSION] ?? type.extensions[REQUIRED_PERMISSION]) as
    Requirement | undefined;
}

function guard(
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  requirement: Requirement,
): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  const what = `${type.name}.${field.name}`;
  field.resolve = (source, args, context, info) => {
    refuseUnless((context as RequestContext).caller, requirement, what);
    return resolve(source, args, context, info);
  };
}

function refuseUnless(caller: Caller | null, requirement: Requirement, what: string): void {
  if (!caller) {
    throw new AppError(
      "UNAUTHENTICATED",
      "Send an API key in the header Authorization: Bearer <your API key>.",
    );
  }
  if (requirement === ANY_CALLER) return;
  for (const permission of requirement) if (caller.permissions.has(permission)) return;
  throw forbidden(caller, requirement, what);
}

function forbidden({ roles, isPerson }: Caller, requirement: readonly Permission[], what: string): AppError {
  const [who, remedy] = isPerson
    ? ["Somebody", "an administrator of your sign-in for another role"]
    : ["A key", "an administrator for a key of another role"];
  return new AppError(
    "FORBIDDEN",
    `${who} with the role ${roles.join(" and ")} may not use ${what}: it needs the permission ${requirement.join(" or ")}. Ask ${remedy}.`,
  );
}
