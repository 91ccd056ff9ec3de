import type { FieldProblem } from "../../platform/errors.js";
import { digestOfDocument, problemOfDocument } from "../../platform/graphql/limits/check-document.js";

const DOCUMENTS_MAX = 500;
const FIELD = "documents";

/** The digests of the documents a key may send, sorted, each once, null for any; and what is wrong with them. */
export function readTrustedDocuments(given: readonly string[] | null): {
  readonly trustedDocuments: readonly string[] | null;
  readonly problems: readonly FieldProblem[];
} {
  if (given === null) return { trustedDocuments: null, problems: [] };
  if (given.length === 0 || given.length > DOCUMENTS_MAX) {
    const message = `Send 1 to ${DOCUMENTS_MAX} documents, or leave them out for a key that may send any.`;
    return { trustedDocuments: null, problems: [{ field: FIELD, message }] };
  }
  const problems = given.flatMap((text, index) => {
    const message = problemOfDocument(text);
    return message === null ? [] : [{ field: `${FIELD}[${index}]`, message }];
  });
  return { trustedDocuments: [...new Set(given.map(digestOfDocument))].sort(), problems };
}
