import type { FastifyInstance } from "fastify";
import { isIP } from "node:net";
import type { RefusalLog } from "./refusal-log.js";

declare module "fastify" {
  interface FastifyRequest {
    /** The client's address (IPv4 or IPv6) as far as it can be known, see TRUSTED_PROXIES; `NO_ADDRESS` where it cannot. */
    clientAddress: string;
  }
}

/** Where the client is cannot be known. It is in no range of addresses, and all such clients are counted together. */
export const NO_ADDRESS = "";

/** An address as proxies write it that add the port from which a client came. */
const WITH_PORT = /^(?:\[([^\]]*)\](?::\d{1,5})?|([\d.]+):\d{1,5})$/;

/** The address in what a connection or a proxy says of where a client is, without its port; `NO_ADDRESS` where there is none. */
export function addressIn(text: string | undefined): string {
  const [, bracketed, beforePort] = WITH_PORT.exec(text ?? "") ?? [];
  const address = bracketed ?? beforePort ?? text ?? "";
  return isIP(address) === 0 ? NO_ADDRESS : address;
}

/** The one place where the address of a request's client is found out. The log says where a trusted proxy names none. */
export function findClientAddresses(server: FastifyInstance, log: Pick<RefusalLog, "write">): void {
  server.decorateRequest("clientAddress", NO_ADDRESS);
  server.addHook("onRequest", (request, _reply, done) => {
    const { ip, id: requestId } = request;
    request.clientAddress = addressIn(ip);
    const isNamed = ip !== request.raw.socket.remoteAddress;
    if (isNamed && request.clientAddress === NO_ADDRESS) log.write("NO_ADDRESS", { requestId }, "no address");
    done();
  });
}
