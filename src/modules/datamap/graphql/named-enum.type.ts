import { registerEnumType } from "type-graphql";

/** An enum of the document, as zod holds it. */
interface DocumentEnum<Value extends string> {
  readonly enum: { readonly [Each in Value]: Each };
}

/**
 * Makes an enum of the document known to GraphQL under `name`, and answers what `@Field(() => …)` takes.
 *
 * The compiler sees to it that every value is described.
 */
export function namedEnum<Value extends string>(
  documentEnum: DocumentEnum<Value>,
  name: string,
  description: string,
  values: Readonly<Record<Value, string>>,
): { readonly [Each in Value]: Each } {
  const valuesConfig = Object.fromEntries(
    Object.entries<string>(values).map(([value, meaning]) => [value, { description: meaning }]),
  ) as Record<Value, { description: string }>;
  registerEnumType(documentEnum.enum, { name, description, valuesConfig });
  return documentEnum.enum;
}
