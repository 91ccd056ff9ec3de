import { registerEnumType } from "type-graphql";

/** Makes a closed vocabulary known to GraphQL; the compiler sees to it that every value is described. */
export function vocabulary<Name extends string>(
  names: readonly Name[],
  name: string,
  description: string,
  values: Readonly<Record<Name, string>>,
): { readonly [Each in Name]: Each } {
  const named = Object.fromEntries(names.map((each) => [each, each])) as { [Each in Name]: Each };
  const valuesConfig = Object.fromEntries(
    names.map((each) => [each, { description: values[each] }]),
  ) as Record<Name, { description: string }>;
  registerEnumType(named, { name, description, valuesConfig });
  return named;
}
