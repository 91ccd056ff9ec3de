import type { FastifyRequest } from "fastify";
import { LRUCache } from "lru-cache";

/** What comes before an address, where it could be read: a registry has few names. */
const readable = new LRUCache<string, true>({ max: 100 });
/** Of an address that is nothing but a path. */
const PLAIN = /^\/[a-z]*$/;

/**
 * The parameters of a request's address as Apollo will read them, so that what is checked is what runs: Fastify reads an address otherwise that
 * has a `#`, or bytes that are no UTF-8. Null where the address, or the header Host before it, is none: Apollo could not read them either.
 */
export function parametersOf({ url, protocol, hostname }: FastifyRequest): URLSearchParams | null {
  const base = `${protocol}://${hostname}/`;
  if (PLAIN.test(url) && readable.has(base)) return new URLSearchParams();
  if (!URL.canParse(url, base)) return null;
  readable.set(base, true);
  return new URL(url, base).searchParams;
}
