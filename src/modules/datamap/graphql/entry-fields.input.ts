import { Field, InputType, Int } from "type-graphql";
import { z } from "zod";
import { CalendarDate, Duration } from "../../../platform/graphql/scalars.js";

/**
 * Input types made from the document's own schema: a field is described once, for the document's JSON Schema and for GraphQL, and
 * one that is added to the document can be changed at once.
 */

/** What the groups of fields within an entry are called as input types, by the field that holds them. */
const GROUP_NAMES: Readonly<Record<string, string>> = {
  contacts: "ContactInput",
  address: "ContactInput",
  protection: "ProtectionInput",
  validity: "GroundValidityInput",
  calendar: "WorkingCalendarInput",
  years: "CalendarYearInput",
  holidays: "HolidayInput",
};

const groups = new Map<string, new () => object>();

type Shape = Readonly<Record<string, z.ZodType>>;

/** Adds a GraphQL field to an input class for every field of an entry; only the one named `required` must be given. */
export function addEntryFields(input: new () => object, shape: Shape, required: string | null): void {
  for (const [name, schema] of Object.entries(shape)) {
    const type = graphqlTypeOf(name, schema);
    const description = descriptionOf(schema);
    Field(() => type, { nullable: name !== required, description })(input.prototype as object, name);
  }
}

/** What the document says of the field, on whatever layer of its schema it is said. */
function descriptionOf(schema: z.ZodType): string {
  const inner = withoutWrapper(schema);
  return schema.description ?? (inner === null ? "" : descriptionOf(inner));
}

function withoutWrapper(schema: z.ZodType): z.ZodType | null {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault
    ? (schema.unwrap() as z.ZodType)
    : null;
}

function graphqlTypeOf(name: string, schema: z.ZodType): object {
  const inner = withoutWrapper(schema);
  if (inner !== null) return graphqlTypeOf(name, inner);
  if (schema instanceof z.ZodArray) return [graphqlTypeOf(name, schema.element as z.ZodType)];
  if (schema instanceof z.ZodEnum) return schema.enum;
  if (schema instanceof z.ZodBoolean) return Boolean;
  if (schema instanceof z.ZodNumber) return Int;
  if (schema instanceof z.ZodISODate) return CalendarDate;
  if (schema instanceof z.ZodISODuration) return Duration;
  if (schema instanceof z.ZodObject) return groupOf(name, schema);
  return String;
}

function groupOf(field: string, schema: z.ZodObject): new () => object {
  const name = GROUP_NAMES[field];
  if (name === undefined) throw new Error(`Give the group of fields "${field}" a name in GROUP_NAMES.`);
  const known = groups.get(name);
  if (known) return known;
  const group = class {};
  InputType(name, { description: descriptionOf(schema) })(group);
  addEntryFields(group, schema.shape, null);
  groups.set(name, group);
  return group;
}
