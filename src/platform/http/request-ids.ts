import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** A UUID (RFC 9562), or as many hexadecimal digits without hyphens: what proxies make up. Nothing that is known of a person looks like it. */
const WELL_FORMED = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/**
 * The id a request has in the log and in its answer: what a proxy that is trusted sent as `X-Request-Id`, so that both logs name it
 * alike, else a new one. What anybody else sends, or another text, is not taken over: it could be a person's reference.
 */
export function requestIdOf(
  { headers, socket }: Pick<IncomingMessage, "headers" | "socket">,
  proxies: { has(address: string): boolean },
): string {
  const sent = headers["x-request-id"];
  const from = socket.remoteAddress;
  const isTakenOver =
    typeof sent === "string" && WELL_FORMED.test(sent) && from !== undefined && proxies.has(from);
  return isTakenOver ? sent.toLowerCase() : randomUUID();
}
