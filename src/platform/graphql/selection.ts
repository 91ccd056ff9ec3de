import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  type GraphQLResolveInfo,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";

/**
 * Whether the query selects a field below the one being resolved, by the names of the fields that lead to it. Fragments are
 * followed, `@skip` and `@include` obeyed. For what must be computed together with the rest, or not at all.
 */
export function selects(info: GraphQLResolveInfo, ...path: readonly string[]): boolean {
  return leads(
    info,
    info.fieldNodes.map((node) => node.selectionSet),
    path,
  );
}

function leads(
  info: GraphQLResolveInfo,
  sets: readonly (SelectionSetNode | undefined)[],
  [name, ...rest]: readonly string[],
): boolean {
  if (name === undefined) return true;
  return sets.some((set) =>
    set?.selections.some((node) => {
      if (!isIncluded(info, node)) return false;
      if (node.kind === Kind.FIELD) return node.name.value === name && leads(info, [node.selectionSet], rest);
      const fragment = node.kind === Kind.FRAGMENT_SPREAD ? info.fragments[node.name.value] : node;
      return leads(info, [fragment?.selectionSet], [name, ...rest]);
    }),
  );
}

function isIncluded({ variableValues }: GraphQLResolveInfo, node: SelectionNode): boolean {
  return (
    getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.if !== true &&
    getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.if !== false
  );
}
