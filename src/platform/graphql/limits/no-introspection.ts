import { GraphQLError, SchemaMetaFieldDef, TypeMetaFieldDef, type ValidationRule } from "graphql";

const META_FIELDS = new Set([SchemaMetaFieldDef.name, TypeMetaFieldDef.name]);

/** Refuses documents that ask for the schema, where the operator has it so; `__typename` is no such question. */
export const noIntrospection: ValidationRule = (context) => ({
  Field(node) {
    if (!META_FIELDS.has(node.name.value)) return;
    context.reportError(
      new GraphQLError(
        "This registry does not tell its schema: read schema.graphql, which comes with it, or ask its operator to set INTROSPECTION=on.",
        { nodes: node },
      ),
    );
  },
});
