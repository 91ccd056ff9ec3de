import { z } from "zod";
import { asTold, isTold } from "./as-told.js";
import { dataMapDocumentSchema } from "./document.js";
import type { DocumentProblem } from "./document-problem.js";
import { didYouMean } from "./nearest-key.js";

/** What zod's kinds of value are called by people who write documents. */
const KIND_NAMES: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a group of named fields",
};

/** What is wrong with the shape of `value`, given what the schema said of it; in words that say what to change. */
export function shapeProblems(error: z.ZodError, value: unknown): DocumentProblem[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path as (string | number)[];
    if (issue.code === "unrecognized_keys") {
      const fields = fieldsAt(path);
      return issue.keys.map((key) => ({
        path: [...path, key],
        message: `There is no field "${asTold(key)}" here.${didYouMean(key, fields)}`,
        concernsName: true as const,
      }));
    }
    const message = value === null ? "The document is empty." : messageOf(issue, valueAt(value, path));
    return [{ path, message }];
  });
}

function messageOf(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined) return "The field is missing.";
  if (value === null) return "The field is empty. Give it a value or leave it out.";
  if (issue.code === "invalid_type") return `This must be ${KIND_NAMES[issue.expected] ?? issue.expected}.`;
  if (issue.code === "invalid_value") {
    const allowed = issue.values.map(String);
    return `${written(value)} is not one of ${allowed.join(", ")}.${typeof value === "string" ? didYouMean(value, allowed) : ""}`;
  }
  return issue.message;
}

function written(value: unknown): string {
  if (typeof value === "string") return `"${asTold(value)}"`;
  return isTold(value) ? String(value) : "What stands here";
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (at, step) => (at as Record<string | number, unknown> | undefined)?.[step],
    value,
  );
}

/** The fields the schema knows at a place of the document. */
function fieldsAt(path: readonly (string | number)[]): string[] {
  let at: unknown = dataMapDocumentSchema;
  for (const step of path) {
    const schema = withoutWrappers(at);
    at =
      schema instanceof z.ZodArray
        ? schema.element
        : schema instanceof z.ZodObject
          ? schema.shape[step]
          : undefined;
  }
  const schema = withoutWrappers(at);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function withoutWrappers(schema: unknown): unknown {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault
    ? withoutWrappers(schema.unwrap())
    : schema;
}
