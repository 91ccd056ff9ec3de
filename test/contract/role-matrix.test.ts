import { beforeAll, describe, expect, it } from "@jest/globals";
import type { GraphQLField, GraphQLResolveInfo, GraphQLSchema } from "graphql";
import { fieldsOf } from "../../src/modules/access/enforce-permissions.js";
import { AppError } from "../../src/platform/errors.js";
import { readCommitted, updating, writeCommitted } from "../support/committed-file.js";
import { CALLERS, readRoleMatrix, renderRoleMatrix, type MatrixCaller } from "../support/role-matrix.js";
import { unresolvedSchema } from "../support/unresolved-schema.js";

const PAGE = "docs/role-matrix.md";
const REFRESH = "UPDATE_SNAPSHOTS=1 npm test -- test/contract/role-matrix.test.ts";
const HEAD = `# Who may use which field

Every field of every type that the API serves, and which roles may use it, on whatever path it is reached. Generated from the schema that is
served; a test compares this page with it, and then calls each field as each role. After a change: \`${REFRESH}\`

A field is refused with \`FORBIDDEN\` where nothing stands, and with \`UNAUTHENTICATED\` to whoever sends no key. What the keys of a role are for
stands in [the page about HTTP](http.md#keys-and-roles). A role that may use a query is not thereby allowed every field of its answer.
A bound key is one that is bound to recipients or purposes; it sees rows of these alone.
`;

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await unresolvedSchema();
});

/** Whether calling a field as one of the callers is refused before the field's own work begins. */
async function isForbidden(
  field: GraphQLField<unknown, unknown>,
  { permissions }: MatrixCaller,
): Promise<boolean> {
  const caller = { keyId: "key", name: "A caller", roles: ["AUDITOR"], permissions };
  try {
    await field.resolve!({}, {}, { caller }, {} as GraphQLResolveInfo);
    return false;
  } catch (error) {
    return error instanceof AppError && error.code === "FORBIDDEN";
  }
}

describe("The page about roles and fields", () => {
  it(`is generated from the schema (${REFRESH} writes it)`, async () => {
    const found = await renderRoleMatrix(schema, HEAD);
    if (updating) writeCommitted(PAGE, found);
    expect(found.split("\n")).toEqual(readCommitted(PAGE).split("\n"));
  });

  it("says of each field and each role what calling the one as the other comes to", async () => {
    const written = readRoleMatrix(readCommitted(PAGE));
    const found = new Map<string, string[]>();
    for (const { type, field } of fieldsOf(schema)) {
      const admitted: string[] = [];
      for (const caller of CALLERS) {
        if (!(await isForbidden(field, caller))) admitted.push(caller.name);
      }
      found.set(`${type.name}.${field.name}`, admitted);
    }

    expect(Object.fromEntries(written)).toEqual(Object.fromEntries(found));
    expect(found.size).toBeGreaterThan(500);
  });
});
