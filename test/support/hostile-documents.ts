import {
  getNamedType,
  isCompositeType,
  isLeafType,
  isObjectType,
  isInterfaceType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from "graphql";

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const LITERALS = [
  "null",
  "-1",
  "0",
  "99999999999999999999",
  "1e400",
  "1.5",
  "true",
  '""',
  '"\\u0000"',
  '"\'; --"',
  '"%"',
  "[]",
  "{}",
  "[[[null]]]",
  "{ a: 1, a: 2 }",
  "NONSENSE",
  "$undefined",
  '"""\n \\""" """',
  '"2026-02-30"',
  '"00000000-0000-0000-0000-000000000000"',
  '"9999999999-01-01T00:00:00Z"',
];
const DIRECTIVES = [
  "@skip(if: false)",
  "@include(if: $undefined)",
  "@skip",
  "@nonsense(a: 1)",
  "@deprecated",
  "@include(if: true)",
];

/** Makes documents along the schema's own grammar, some of which are wrong, and all of which nobody in their senses sends. */
export class HostileDocuments {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly random: () => number,
  ) {}

  next(): string {
    const root = this.chance(0.3) ? this.schema.getMutationType()! : this.schema.getQueryType()!;
    const kind = root.name === "Mutation" ? "mutation" : "query";
    const name = this.chance(0.3) ? " Hostile($x: Int = 1, $y: [String!])" : "";
    const fragments = this.chance(0.2)
      ? ` fragment F on ${this.pick(Object.keys(this.schema.getTypeMap()))} { __typename ...${this.pick(["F", "G", "H"])} } fragment G on Query { ...F }`
      : "";
    return this.damaged(`${kind}${name} ${this.selection(root, 1 + this.below(8))}${fragments}`);
  }

  private selection(type: GraphQLNamedType, depth: number): string {
    if (!isObjectType(type) && !isInterfaceType(type)) return "{ __typename ...F }";
    const fields = Object.values(type.getFields());
    const count = 1 + this.below(this.chance(0.05) ? 60 : 4);
    const chosen = Array.from({ length: count }, () => this.field(this.pick(fields), depth));
    if (this.chance(0.1))
      chosen.push(this.pick(["...F", "... on Node { id }", "__schema { types { name } }", "nonsense"]));
    return `{ ${chosen.join(" ")} }`;
  }

  private field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const alias = this.chance(0.3) ? `a${this.below(100)}: ` : "";
    const given = field.args.filter((argument) =>
      this.chance(argument.defaultValue === undefined ? 0.6 : 0.1),
    );
    const values = given.map(({ name }) => `${name}: ${this.pick(LITERALS)}`);
    const directive = this.chance(0.1) ? ` ${this.pick(DIRECTIVES)}`.repeat(1 + this.below(6)) : "";
    const type = getNamedType(field.type);
    const inside =
      isCompositeType(type) && depth > 0
        ? ` ${this.selection(type, depth - 1)}`
        : isLeafType(type)
          ? ""
          : " { __typename }";
    return `${alias}${field.name}${values.length > 0 ? `(${values.join(", ")})` : ""}${directive}${inside}`;
  }

  /** Now and then a document that is cut off, torn, repeated or strewn with signs. */
  private damaged(document: string): string {
    const at = this.below(document.length);
    const how = this.below(20);
    if (how === 0) return document.slice(0, at);
    if (how === 1)
      return (
        document.slice(0, at) +
        this.pick(["}", "{", '"', "\u0000", "…", "\ufeff", "#", "((((", "&"]) +
        document.slice(at)
      );
    if (how === 2) return `${document} ${document}`;
    if (how === 3) return document.slice(0, at) + "{ node ".repeat(1 + this.below(2_000));
    return document;
  }

  private chance(share: number): boolean {
    return this.random() < share;
  }

  private below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  private pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }
}
