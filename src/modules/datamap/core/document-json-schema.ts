import { z } from "zod";
import { dataMapDocumentSchema } from "./document.js";

/**
 * The document's JSON Schema (draft 7, which editors understand best), as text: what a writer may write, with every description.
 *
 * It says what shape is right; that keys lead somewhere and dates are in order only `checkDataMap` can say.
 */
export function describeDocument(): string {
  const schema = z.toJSONSchema(dataMapDocumentSchema, { io: "input", target: "draft-7" });
  return `${JSON.stringify({ title: "Data map", ...schema }, null, 2)}\n`;
}
