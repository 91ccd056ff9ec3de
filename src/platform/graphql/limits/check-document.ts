import { createHash } from "node:crypto";
import { GraphQLError, parse, type DocumentNode } from "graphql";
import { LRUCache } from "lru-cache";
import type { RequestContext } from "../context.js";
import { DOCUMENT_LIMITS, TOO_MUCH, type DocumentLimits } from "./document-limits.js";
import { shapeOf } from "./document-shape.js";
import { refusalBefore, refusalToSpend } from "./refusal-before.js";

/** Texts of valid documents that keep within the limits, so that a program's own queries are measured once. */
const REMEMBERED_CHARS_MAX = 8 * 1024 * 1024;
const withinLimits = new LRUCache<string, true>({
  maxSize: REMEMBERED_CHARS_MAX,
  sizeCalculation: (_true, text) => text.length + 1,
});

/**
 * Refuses a request whose document is too large, before it is validated: validation compares fields with each other, so that a
 * small document can keep it busy. What is no document at all is left to GraphQL, which says so.
 *
 * @throws GraphQLError TOO_COSTLY naming the limit, or BAD_USER_INPUT for several operations at once; with the HTTP
 *   status to answer; RATE_LIMITED
 */
export function checkRequest(
  { body, parameters }: { readonly body: unknown; readonly parameters: URLSearchParams },
  { caller, spend }: Pick<RequestContext, "caller" | "spend">,
): void {
  if (Array.isArray(body)) {
    throw refusalBefore(
      "BAD_USER_INPUT",
      "A batch of requests is not taken: send one request each, and many records by a list such as recordDisclosures.",
    );
  }
  const sent = (body as { readonly query?: unknown } | null | undefined)?.query;
  for (const text of [sent, ...parameters.getAll("query")]) {
    if (typeof text !== "string") continue;
    if (caller?.documents && !caller.documents.has(digestOfDocument(text))) throw untrusted();
    checkDocument(text, spend);
  }
}

function checkDocument(text: string, spend: RequestContext["spend"]): void {
  if (withinLimits.get(text)) return;
  // To parse and to validate a text is work, also where it turns out to be wrong.
  const refused = refusalToSpend(spend(Math.min(text.length, DOCUMENT_LIMITS.characters)));
  if (refused) throw refused;
  const excess = excessOf(text);
  if (excess !== null) throw refusalBefore("TOO_COSTLY", messageOf(excess));
}

/**
 * Says that a document was found valid, so that it is neither measured nor counted when it comes again. One that is wrong is validated
 * each time it comes, and so counts each time.
 */
export function rememberDocument(text: string): void {
  withinLimits.set(text, true);
}

/** By what a document is told from others: SHA-256 of its text, in hexadecimal. */
export function digestOfDocument(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function untrusted(): GraphQLError {
  return refusalBefore(
    "FORBIDDEN",
    "Your key may send only the documents that it was made with, to the letter: send one of these, or ask an administrator for a key that may send this one.",
    403,
  );
}

/** What is wrong with a document that is to be sent later; null where nothing is. */
export function problemOfDocument(text: string): string | null {
  const excess = excessOf(text);
  if (excess !== null) return messageOf(excess);
  try {
    parse(text, { noLocation: true });
    return null;
  } catch {
    return "This is no GraphQL document.";
  }
}

/** The first limit that a document breaks; null where it keeps them all, or cannot be read. */
export function excessOf(text: string): keyof DocumentLimits | null {
  if (text.length > DOCUMENT_LIMITS.characters) return "characters";
  let document: DocumentNode;
  try {
    document = parse(text, { noLocation: true, maxTokens: DOCUMENT_LIMITS.tokens });
  } catch (error) {
    return isTooManyTokens(error) ? "tokens" : null;
  }
  const shape = shapeOf(document);
  const names = Object.keys(shape) as (keyof typeof shape)[];
  return names.find((name) => shape[name] > DOCUMENT_LIMITS[name]) ?? null;
}

/** The parser has no code for it; its message is misspelt at present. */
function isTooManyTokens(error: unknown): boolean {
  return error instanceof GraphQLError && /contains more tha[nt] \d+ tokens/.test(error.message);
}

function messageOf(limit: keyof DocumentLimits): string {
  return TOO_MUCH[limit].replace("{0}", DOCUMENT_LIMITS[limit].toLocaleString("en"));
}
