import type { FastifyReply, FastifyRequest } from "fastify";
import { invariant } from "../errors.js";
import { RequestTime } from "../graphql/limits/request-time.js";
import type { Logger } from "../observability/logger.js";
import { refuse } from "./refusal.js";

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

declare module "fastify" {
  interface FastifyRequest {
    /** How long the request may take, where its handler is `withinTime`. */
    time: RequestTime | undefined;
  }
}

/** How long a request may take whose handler is `withinTime`. */
export function timeOf(request: FastifyRequest): RequestTime {
  const { time } = request;
  invariant(time, "a request is answered outside its time");
  return time;
}

/** Answers for a handler that takes longer than a request may, so that nobody waits for ever. What it does comes to its end by itself. */
export function withinTime(
  handler: Handler,
  { seconds, logger }: { readonly seconds: number; readonly logger: Logger },
): Handler {
  return async (request, reply) => {
    const time = new RequestTime(seconds);
    request.time = time;
    const answered = handler(request, reply);
    request.work = answered;
    const refused = time.over.then(({ error, status }) => refuse(request, reply, error, logger, status));
    try {
      return await Promise.race([answered, refused]);
    } finally {
      time.stop();
      // What goes wrong after its caller was answered has been logged where it happened.
      answered.catch(() => {});
    }
  };
}
