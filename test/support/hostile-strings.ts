import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isObjectType,
  isInterfaceType,
  isUnionType,
  isRequiredInputField,
  isRequiredArgument,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
} from "graphql";
import { v7 } from "uuid";

/** What is commonly sent to break out of an SQL text, or to upset whatever reads a text. `mark` finds it again. */
export const hostileStrings = (mark: string): readonly string[] => [
  `${mark}'; DROP TABLE disclosure CASCADE; --`,
  `${mark}' OR '1'='1`,
  `${mark}' UNION SELECT secret_hash FROM api_key --`,
  `${mark}'||(SELECT pg_sleep(60))||'`,
  `${mark}"; SELECT pg_sleep(60); --`,
  `${mark}); DELETE FROM subject; --`,
  `${mark}\\'; COPY disclosure TO PROGRAM 'true'; --`,
  `${mark}$1 $$ \${1} %s %n :name ?`,
  `${mark}\u0000`,
  `${mark}\ud800`,
  `${mark}%_\\`,
  `{${mark},"NULL",\\,`,
  `${mark}\r\nx-injected: 1`,
  `../../${mark}`,
  mark.repeat(300),
];

/** A call of a root field with a hostile text at one place of its arguments. */
export interface HostileCall {
  /** `Mutation.recordDisclosure(input.note)` */
  readonly place: string;
  readonly query: string;
  readonly variables: (text: string) => Record<string, unknown>;
}

type Place = GraphQLArgument | GraphQLInputField;

/** Built from the schema: each text of each argument of each query and mutation, however deep, also those that are read as a UUID or a time. */
export function hostileCalls(schema: GraphQLSchema): HostileCall[] {
  return [schema.getQueryType()!, schema.getMutationType()!].flatMap((root) =>
    Object.values(root.getFields()).flatMap((field) =>
      field.args.flatMap((argument) =>
        textsOf(argument, []).map((path) => {
          const others = field.args.filter((other) => other === argument || isRequiredArgument(other));
          const asked = others.map(({ name, type }) => `$${name}: ${type.toString()}`).join(", ");
          const given = others.map(({ name }) => `${name}: $${name}`).join(", ");
          const operation = root.name === "Query" ? "query" : "mutation";
          return {
            place: `${root.name}.${field.name}(${path.join(".")})`,
            query: `${operation} (${asked}) { ${field.name}(${given})${selectionOf(field.type)} }`,
            variables: (text: string) =>
              Object.fromEntries(
                others.map((other) => [
                  other.name,
                  valueOf(other, other === argument ? path.slice(1) : null, text),
                ]),
              ),
          };
        }),
      ),
    ),
  );
}

function selectionOf(type: unknown): string {
  let named = type as { ofType?: unknown };
  while (named.ofType) named = named.ofType;
  return isObjectType(named) || isInterfaceType(named) || isUnionType(named) ? " { __typename }" : "";
}

function namedInput(type: GraphQLInputType): GraphQLInputType {
  const bare = getNullableType(type);
  return isListType(bare) ? namedInput(bare.ofType) : bare;
}

const NO_TEXTS = ["Int", "Float", "Boolean", "Count"];

/** The paths of names down to everything that is sent as a text. No input contains itself. */
function textsOf(place: Place, before: readonly string[]): string[][] {
  const type = namedInput(place.type);
  const path = [...before, place.name];
  if (isInputObjectType(type))
    return Object.values(type.getFields()).flatMap((field) => textsOf(field, path));
  return isEnumType(type) || NO_TEXTS.includes(type.toString()) ? [] : [path];
}

/** Entries of the example data map and other things that exist, so that a call gets past its first checks. */
const KNOWN: Readonly<Record<string, unknown>> = {
  recipient: "example_courier",
  recipients: "example_courier",
  purpose: "provision_of_services",
  purposes: "provision_of_services",
  legalGround: "contract",
  categories: "identification.first_name",
  key: "example_bank",
};
const OF_TYPE: Readonly<Record<string, () => unknown>> = {
  Int: () => 1,
  Count: () => 1,
  Float: () => 1,
  Boolean: () => true,
  UUID: () => v7(),
  ID: () => v7(),
  DateTime: () => "2026-03-01T10:00:00.000Z",
  Date: () => "2026-03-01",
  Duration: () => "P1D",
  CountryCode: () => "KZ",
};

/** A value that fits, with only what must be there; `path` leads to where `text` stands, null where it stands elsewhere. */
function valueOf(place: Place, path: readonly string[] | null, text: string): unknown {
  const type = namedInput(place.type);
  const one = isInputObjectType(type)
    ? Object.fromEntries(
        Object.values(type.getFields())
          .filter((field) => field.name === path?.[0] || isRequiredInputField(field))
          .map((field) => [
            field.name,
            valueOf(field, field.name === path?.[0] ? path.slice(1) : null, text),
          ]),
      )
    : path !== null
      ? text
      : isEnumType(type)
        ? type.getValues()[0]!.name
        : (OF_TYPE[type.toString()]?.() ?? KNOWN[place.name] ?? "word");
  return isListType(getNullableType(place.type)) ? [one] : one;
}
