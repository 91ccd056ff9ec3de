import { afterEach, describe, expect, it } from "@jest/globals";
import { GraphQLObjectType, GraphQLSchema, GraphQLString } from "graphql";
import { connect, type Socket } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { listen, type Listener } from "../../../src/platform/http/listener.js";
import { DEFAULT_LIMITS } from "../../../src/platform/limits-settings.js";
import { createHttpServer } from "../../../src/platform/http/server.js";
import { createLogger } from "../../../src/platform/observability/logger.js";
import { projectRoot } from "../../../src/platform/project-root.js";

/** A server with one question, `{ slow }`, that is answered when `answer` is called. */
async function slowServer(drainMsMax?: number): Promise<Listener & { answer(): void }> {
  let answer = (): void => {};
  const answered = new Promise<string>((resolve) => (answer = () => resolve("at last")));
  const fields = { slow: { type: GraphQLString, resolve: () => answered } };
  const http = await createHttpServer({
    schema: new GraphQLSchema({ query: new GraphQLObjectType({ name: "Query", fields }) }),
    logger: createLogger("silent"),
    authenticate: () => Promise.resolve(null),
    limits: DEFAULT_LIMITS,
    isReady: () => Promise.resolve(true),
    playground: join(projectRoot, "dist", "web", "playground"),
  });
  const listener = await listen(http, { host: "localhost", port: 0, ...(drainMsMax && { drainMsMax }) });
  return { ...listener, answer };
}

describe("a listener that closes", () => {
  const sockets: Socket[] = [];
  afterEach(() => sockets.splice(0).forEach((socket) => socket.destroy()));

  /** A client's connection, and all it receives until the server ends it. */
  async function client({ address }: Listener): Promise<{ socket: Socket; received: Promise<string> }> {
    const { hostname, port } = new URL(address);
    const socket = connect(Number(port), hostname.replace(/[[\]]/g, ""));
    sockets.push(socket);
    await once(socket, "connect");
    let text = "";
    socket.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    const received = new Promise<string>((resolve) => {
      socket.on("error", () => {}).on("close", () => resolve(text));
    });
    return { socket, received };
  }

  const ask = (path: string): string =>
    `GET ${path} HTTP/1.1\r\nHost: registry\r\nx-apollo-operation-name: x\r\n\r\n`;
  const SLOW = ask("/graphql?query={slow}");

  it("answers what is under way and what arrives on a connection opened before, and ends both connections", async () => {
    const listener = await slowServer();
    const busy = await client(listener);
    const early = await client(listener);
    busy.socket.write(SLOW);
    await sleep(100);
    const closed = listener.close();
    early.socket.write(ask("/healthz"));
    expect(await early.received).toMatch(/^HTTP\/1\.1 200 OK\r\n.*connection: close\r\n.*"ok"/is);
    listener.answer();
    expect(await busy.received).toMatch(/^HTTP\/1\.1 200 OK\r\n.*connection: close\r\n.*at last/is);
    await closed;
  });

  it("does not wait for connections on which nothing was asked, or everything was answered", async () => {
    const listener = await slowServer();
    const silent = await client(listener);
    const idle = await client(listener);
    idle.socket.write(ask("/healthz"));
    await once(idle.socket, "data");
    const begin = performance.now();
    await listener.close();
    expect(performance.now() - begin).toBeLessThan(5000);
    expect(await silent.received).toBe("");
    expect(await idle.received).toMatch(/^HTTP\/1\.1 200/);
  });

  it.each([
    ["a request that is not answered", SLOW],
    ["a request that never arrives whole", SLOW.slice(0, -4)],
  ])("breaks off %s when the limit is reached, or earlier when it is hurried", async (_, request) => {
    const limited = await slowServer(300);
    const late = await client(limited);
    late.socket.write(request);
    await sleep(50);
    const begin = performance.now();
    await limited.close();
    expect(performance.now() - begin).toBeGreaterThan(290);
    expect(await late.received).toBe("");

    const patient = await slowServer();
    const hurried = await client(patient);
    hurried.socket.write(request);
    await sleep(50);
    const hurry = new AbortController();
    const closed = patient.close(hurry.signal);
    await sleep(250);
    expect(hurried.socket.closed).toBe(false);
    hurry.abort();
    await closed;
    expect(await hurried.received).toBe("");
  });
});
