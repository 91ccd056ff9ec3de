import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  type NamedTypeNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from "graphql";
import { PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX } from "../connection.js";
import { FIELD_COST, type FieldCost } from "./cost-extension.js";

/** Figures of docs/limits.md, which says how they work together. */
export const COST = {
  /** A field that an operation itself asks for: at least one statement of the database. */
  rootField: 10,
  /** A list of pages below other things: a statement each. */
  nestedPage: 20,
  /** Entries of a list that has no pages. */
  plainListEntries: 10,
  /** A revision of the data map that is not the newest: its document is read and looked through anew. */
  olderRevision: 1_000,
} as const;

/** What a field has of which a revision can be asked for, by its number or by a moment. */
const REVISION_ARGUMENTS = ["revision", "at"] as const;

type Variables = Readonly<Record<string, unknown>>;

/** What is being looked at: where in the schema, and where in the answer. */
interface Place {
  readonly type: GraphQLCompositeType;
  /** Entries of each list that the selection names directly; null where nothing says how many. */
  readonly entries: number | null;
  readonly isRoot: boolean;
}

/**
 * What an operation of a valid document may cost at most, known before any of it runs: the values its answer can hold, and more for
 * fields that say so. Linear in the document, however its fragments multiply.
 */
export class OperationCost {
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  /** By fragment and number of entries. */
  readonly #known = new Map<string, number>();
  readonly #sizes = new Set<string>();
  #takesLong = false;

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly operation: OperationDefinitionNode,
    private readonly variables: Variables,
  ) {
    for (const node of document.definitions) {
      if (node.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(node.name.value, node);
    }
  }

  /** Names of the variables on whose size the cost depends; known once it was computed. */
  get sizes(): readonly string[] {
    return [...this.#sizes];
  }

  /** Whether something in it says that it may take minutes; known once the cost was computed. */
  get takesLong(): boolean {
    return this.#takesLong;
  }

  compute(): number {
    const type = this.schema.getRootType(this.operation.operation);
    return type ? this.#ofSet(this.operation.selectionSet, { type, entries: null, isRoot: true }) : 0;
  }

  #ofSet({ selections }: SelectionSetNode, place: Place): number {
    let cost = 0;
    // Of an entry that may be one of several types, one is answered: the costliest, with all that is asked of it.
    const byType = new Map<GraphQLCompositeType, number>();
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        cost += this.#ofField(selection, place);
        continue;
      }
      const name = selection.kind === Kind.FRAGMENT_SPREAD ? selection.name.value : null;
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
      if (!fragment) continue;
      const type = this.#typeNamed(fragment.typeCondition) ?? place.type;
      const within = this.#ofFragment(name, fragment.selectionSet, { ...place, type });
      if (isAbstractType(place.type) && isObjectType(type)) {
        byType.set(type, (byType.get(type) ?? 0) + within);
      } else cost += within;
    }
    return cost + Math.max(0, ...byType.values());
  }

  #typeNamed(node: NamedTypeNode | undefined): GraphQLCompositeType | null {
    const type = node && this.schema.getType(node.name.value);
    return isCompositeType(type) ? type : null;
  }

  #ofFragment(name: string | null, set: SelectionSetNode, place: Place): number {
    if (name === null) return this.#ofSet(set, place);
    const key = `${name} ${place.entries} ${place.isRoot}`;
    let cost = this.#known.get(key);
    if (cost === undefined) {
      cost = this.#ofSet(set, place);
      this.#known.set(key, cost);
    }
    return cost;
  }

  #ofField(node: FieldNode, { type, entries, isRoot }: Place): number {
    const field = fieldNamed(this.schema, type, node.name.value);
    if (!field) return 1;
    const { own, entriesOf, takesLong } = (field.extensions[FIELD_COST] ?? {}) as FieldCost;
    if (takesLong) this.#takesLong = true;
    const hasPages = hasArgument(field, "first");
    const sent = entriesOf === undefined ? null : this.#lengthOf(node, entriesOf);
    const plain = own ?? (isRoot ? COST.rootField : hasPages ? COST.nestedPage : 1);
    const base = plain * (sent ?? 1) + this.#ofOlderRevision(node, field);
    const inner = getNamedType(field.type);
    if (!node.selectionSet || !isCompositeType(inner)) return base;
    const below = hasPages ? this.#pageOf(node) : sent;
    const times = isList(field.type) ? (below ?? entries ?? COST.plainListEntries) : 1;
    return base + times * this.#ofSet(node.selectionSet, { type: inner, entries: below, isRoot: false });
  }

  /** What it costs that a field is told to answer by another revision of the data map than the newest. */
  #ofOlderRevision(node: FieldNode, field: GraphQLField<unknown, unknown>): number {
    const isAnswered = REVISION_ARGUMENTS.every((name) => hasArgument(field, name));
    return isAnswered && REVISION_ARGUMENTS.some((name) => this.#isGiven(node, name))
      ? COST.olderRevision
      : 0;
  }

  /** Entries that a page can hold; a size that is refused later counts as the largest. */
  #pageOf(node: FieldNode): number {
    const asked = ["first", "last"]
      .map((name) => this.#valueOf(node, name))
      .find((size) => typeof size === "number");
    return Math.min(Math.max(asked ?? PAGE_SIZE_DEFAULT, 0), PAGE_SIZE_MAX);
  }

  #lengthOf(node: FieldNode, argument: string): number {
    const value = this.#valueOf(node, argument);
    return Array.isArray(value) ? value.length : 1;
  }

  #isGiven(node: FieldNode, argument: string): boolean {
    const given = node.arguments?.find(({ name }) => name.value === argument)?.value;
    if (given?.kind !== Kind.VARIABLE) return given !== undefined;
    const name = given.name.value;
    this.#sizes.add(name);
    return this.variables[name] !== undefined || this.#defaultOf(name) !== undefined;
  }

  /** What an argument was given, as far as its size goes: a number, a list. */
  #valueOf(node: FieldNode, argument: string): unknown {
    const given = node.arguments?.find(({ name }) => name.value === argument)?.value;
    if (given?.kind !== Kind.VARIABLE) return sizeOfLiteral(given);
    const name = given.name.value;
    this.#sizes.add(name);
    if (this.variables[name] !== undefined) return this.variables[name];
    return sizeOfLiteral(this.#defaultOf(name));
  }

  #defaultOf(name: string): ValueNode | undefined {
    const { variableDefinitions } = this.operation;
    return variableDefinitions?.find(({ variable }) => variable.name.value === name)?.defaultValue;
  }
}

function hasArgument({ args }: GraphQLField<unknown, unknown>, name: string): boolean {
  return args.some((argument) => argument.name === name);
}

function sizeOfLiteral(node: ValueNode | undefined): unknown {
  if (node?.kind === Kind.INT) return Number(node.value);
  return node?.kind === Kind.LIST ? node.values : undefined;
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}

function fieldNamed(
  schema: GraphQLSchema,
  type: GraphQLCompositeType,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  if (type === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  }
  return isUnionType(type) ? undefined : type.getFields()[name];
}
