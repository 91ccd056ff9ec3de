import type { z } from "zod";
import type { CatalogueList } from "./catalogue-lists.js";
import { dataMapDocumentSchema } from "./document.js";

/** The schema of one entry of a list. */
export function entrySchemaOf(list: CatalogueList): z.ZodObject {
  return dataMapDocumentSchema.shape[list].unwrap().element;
}
