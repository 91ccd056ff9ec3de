import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A server that reads what it is sent and does nothing with it: what sending costs the machine, and no more. */
export interface Sink {
  readonly url: string;
  close(): void;
}

export async function openSink(): Promise<Sink> {
  const server = createServer((request, response) => {
    request.resume().once("end", () => response.end("{}"));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/graphql`, close: () => void server.close() };
}
