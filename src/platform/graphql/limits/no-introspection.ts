import type { ApolloServerPlugin } from "@apollo/server";
import { GraphQLError, SchemaMetaFieldDef, TypeMetaFieldDef, type ValidationRule } from "graphql";
import type { RequestContext } from "../context.js";

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

/**
 * Tells one mistake of a document at a time, where the schema is not told: who tries names out needs a request for each of them, and each
 * request counts.
 */
export const oneMistakeAtATime: ApolloServerPlugin<RequestContext> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse({ operation, response: { body } }) {
        // Without an operation, the document was found wrong before anything ran.
        if (!operation && body.kind === "single")
          body.singleResult.errors = (body.singleResult.errors ?? []).slice(0, 1);
        return Promise.resolve();
      },
    }),
};
