import {
  Kind,
  visit,
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import type { DocumentLimits } from "./document-limits.js";

/** How much a parsed document has of what `DocumentLimits` limits. */
export type DocumentShape = Omit<DocumentLimits, "characters" | "tokens">;

/**
 * Measures a document without a schema, in time linear in its length: every fragment is looked into once, however often it is
 * spread. A fragment that leads back to itself is measured up to there; validation refuses it.
 */
export function shapeOf(document: DocumentNode): DocumentShape {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const counts = {
    spreads: 0,
    operations: 0,
    aliases: 0,
    aliasCharacters: 0,
    directives: 0,
    directivesTogether: 0,
    repetitions: 0,
  };
  visit(document, {
    enter(node, _key, parent) {
      if ("directives" in node && node.directives) {
        counts.directives += node.directives.length;
        counts.directivesTogether = Math.max(counts.directivesTogether, node.directives.length);
      }
      if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
      if (node.kind === Kind.FRAGMENT_SPREAD) counts.spreads++;
      if (node.kind === Kind.OPERATION_DEFINITION) counts.operations++;
      if (node.kind === Kind.FIELD && node.alias) {
        counts.aliases++;
        counts.aliasCharacters = Math.max(counts.aliasCharacters, node.alias.value.length);
      }
      if (node.kind === Kind.SELECTION_SET && !isInlineFragment(parent)) {
        counts.repetitions = Math.max(counts.repetitions, repetitionsIn(node));
      }
    },
  });
  const { spreads, ...rest } = counts;
  const definitions = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION).length;
  return { ...rest, fragments: Math.max(definitions, spreads), ...extentOf(document, fragments) };
}

function isInlineFragment(node: ASTNode | readonly ASTNode[] | undefined): boolean {
  return node !== undefined && "kind" in node && node.kind === Kind.INLINE_FRAGMENT;
}

/** How often one selection gives an answer the same name; what inline fragments ask for belongs to the selection around them. */
function repetitionsIn(set: SelectionSetNode): number {
  const times = new Map<string, number>();
  const within = ({ selections }: SelectionSetNode, type: string) => {
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        within(selection.selectionSet, selection.typeCondition?.name.value ?? type);
        continue;
      }
      const name = `${type} ${nameOf(selection)}`;
      times.set(name, (times.get(name) ?? 0) + 1);
    }
  };
  within(set, "");
  return Math.max(0, ...times.values());
}

function nameOf(selection: FieldNode | FragmentSpreadNode): string {
  if (selection.kind === Kind.FRAGMENT_SPREAD) return `...${selection.name.value}`;
  return (selection.alias ?? selection.name).value;
}

/** How far a selection reaches: fields below each other, and fields beside each other. */
interface Extent {
  readonly depth: number;
  readonly width: number;
}

const NOTHING: Extent = { depth: 0, width: 0 };

function extentOf(
  document: DocumentNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Pick<DocumentShape, "depth" | "rootFields"> {
  const known = new Map<string, Extent>();

  function ofFragment(name: string): Extent {
    const measured = known.get(name);
    if (measured) return measured;
    known.set(name, NOTHING);
    const extent = ofSet(fragments.get(name)?.selectionSet);
    known.set(name, extent);
    return extent;
  }

  function ofSelection(selection: SelectionNode): Extent {
    if (selection.kind === Kind.FIELD) return { depth: 1 + ofSet(selection.selectionSet).depth, width: 1 };
    if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value);
    return ofSet(selection.selectionSet);
  }

  function ofSet(set: SelectionSetNode | undefined): Extent {
    let [depth, width] = [0, 0];
    for (const selection of set?.selections ?? []) {
      const extent = ofSelection(selection);
      depth = Math.max(depth, extent.depth);
      width += extent.width;
    }
    return { depth, width };
  }

  let [depth, rootFields] = [0, 0];
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const extent = ofSet(definition.selectionSet);
    depth = Math.max(depth, extent.depth);
    rootFields = Math.max(rootFields, extent.width);
  }
  return { depth, rootFields };
}
