import type { FastifyRequest } from "fastify";

/**
 * The parameters of a request's address as Apollo will read them, so that what is checked is what runs: Fastify reads an address otherwise that
 * has a `#`, or bytes that are no UTF-8. Null where the address, or the header Host before it, is none: Apollo could not read them either.
 */
export function parametersOf({ url, protocol, hostname }: FastifyRequest): URLSearchParams | null {
  const base = `${protocol}://${hostname}/`;
  return URL.canParse(url, base) ? new URL(url, base).searchParams : null;
}
