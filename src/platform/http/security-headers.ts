import type { FastifyInstance, FastifyRequest } from "fastify";
import type { HttpSettings } from "./http-settings.js";
import { FOR_ANYBODY } from "./recognise-caller.js";

/**
 * What every answer tells browsers (OWASP ASVS 5.0, 3.4): it is no page, loads nothing and stands in nobody's frame. The playground, which is
 * one, says more precisely what it may do.
 */
const HEADERS = {
  "content-security-policy":
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
} as const;

/** Only where the client came by TLS: others ignore it (RFC 6797, section 7.2). */
const TRANSPORT_SECURITY = { "strict-transport-security": "max-age=31536000; includeSubDomains" };

/**
 * How to be let in, on each answer 401 (RFC 6750, section 3; RFC 9110, section 15.5.2). It says nothing of why: that is the answer's code and
 * message, which tell no more than the caller may know.
 */
const CHALLENGE = 'Bearer realm="disclosure-registry"';

/** What a page of an allowed origin may send, and for how many seconds a browser need not ask again. */
const ALLOWED = {
  "access-control-allow-methods": "GET, POST",
  "access-control-allow-headers":
    "Authorization, Content-Type, Content-Encoding, Apollo-Require-Preflight, X-Apollo-Operation-Name",
  "access-control-max-age": "600",
} as const;

/** Gives each answer its security headers; lets the pages of the origins named read it (CORS), and no others. */
export function secureAnswers(server: FastifyInstance, { corsOrigins }: HttpSettings): void {
  const allowed = new Set(corsOrigins);
  const isAllowed = ({ headers: { origin } }: FastifyRequest) => origin !== undefined && allowed.has(origin);
  server.addHook("onRequest", (request, reply, done) => {
    void reply.headers(HEADERS);
    if (request.protocol === "https") void reply.headers(TRANSPORT_SECURITY);
    done();
  });
  server.addHook("onSend", (_request, reply, payload, done) => {
    if (reply.statusCode === 401) void reply.header("www-authenticate", CHALLENGE);
    done(null, payload);
  });
  if (allowed.size === 0) return;
  server.addHook("onSend", (request, reply, payload, done) => {
    const vary = reply.getHeader("vary");
    void reply.header("vary", vary === undefined ? "Origin" : `${String(vary)}, Origin`);
    if (isAllowed(request)) {
      void reply.headers({
        "access-control-allow-origin": request.headers.origin,
        "access-control-expose-headers": "Retry-After, X-Request-Id",
      });
    }
    done(null, payload);
  });
  server.options("/*", { config: FOR_ANYBODY }, (request, reply) => {
    if (!isAllowed(request)) return reply.callNotFound();
    return reply.status(204).headers(ALLOWED).send();
  });
}
