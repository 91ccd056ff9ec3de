import { afterEach, describe, expect, it } from "@jest/globals";
import { fastify, type FastifyInstance } from "fastify";
import { once } from "node:events";
import { connect, type AddressInfo, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { RefusalLog } from "../../../src/platform/http/refusal-log.js";
import { cutSlowClients } from "../../../src/platform/http/slow-clients.js";

const LIMITS = { graceMs: 400, sentBytesPerSecond: 1_000, readBytesPerSecond: 100_000_000, lookMs: 50 };
const ANSWER_BYTES = 16 * 1024 * 1024;

describe("a client", () => {
  let server: FastifyInstance | undefined;
  const sockets: Socket[] = [];
  const told: Parameters<RefusalLog["write"]>[] = [];
  afterEach(async () => {
    sockets.splice(0).forEach((socket) => socket.destroy());
    await server?.close();
  });

  async function open(
    limits = LIMITS,
  ): Promise<{ socket: Socket; received: () => string; ended: Promise<void> }> {
    server = fastify({
      bodyLimit: 1_000_000,
      http: { headersTimeout: LIMITS.graceMs, connectionsCheckingInterval: LIMITS.lookMs },
    });
    told.splice(0);
    cutSlowClients(server, { write: (...line) => void told.push(line) }, limits);
    server.post("/take", () => ({ taken: true }));
    server.get("/give", () => Buffer.alloc(ANSWER_BYTES, "a"));
    server.get("/think", async () => {
      await sleep(3 * LIMITS.graceMs);
      return { thought: true };
    });
    await server.listen({ port: 0, host: "127.0.0.1" });
    const socket = connect((server.server.address() as AddressInfo).port, "127.0.0.1");
    sockets.push(socket);
    await once(socket, "connect");
    let text = "";
    const ended = new Promise<void>((end) => socket.on("error", () => {}).once("close", () => end()));
    socket.setEncoding("latin1").on("data", (chunk: string) => (text += chunk));
    return { socket, received: () => text, ended };
  }

  const head = (bytes: number) =>
    `POST /take HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${bytes}\r\n\r\n`;

  /** Sends a byte every now and then until the connection ends. */
  async function drip(socket: Socket, ended: Promise<void>): Promise<void> {
    const dripping = setInterval(() => socket.write("1"), 50);
    await ended;
    clearInterval(dripping);
  }

  it("that drips the head of a request is cut off with 408", async () => {
    const { socket, received, ended } = await open();
    socket.write("GET /take HTTP/1.1\r\nx-slow: ");
    await drip(socket, ended);
    expect(received()).toMatch(/^HTTP\/1\.1 408/);
  });

  it("that drips a body is cut off with 408", async () => {
    const { socket, received, ended } = await open();
    socket.write(head(100_000));
    const since = performance.now();
    await drip(socket, ended);
    expect(received()).toMatch(/^HTTP\/1\.1 408/);
    expect(performance.now() - since).toBeGreaterThanOrEqual(LIMITS.graceMs);
    const line = { requestId: expect.any(String), key: undefined, route: "/take", status: 408 };
    expect(told).toEqual([["TOO_SLOW", line, "cut off"]]);
  });

  it("that sends a body at the rate, over a longer time, is answered", async () => {
    const { socket, received } = await open();
    const body = JSON.stringify("x".repeat(6_000));
    socket.write(head(body.length));
    for (let at = 0; at < body.length; at += 500) {
      socket.write(body.slice(at, at + 500));
      await sleep(80);
    }
    await sleep(200);
    expect(received()).toMatch(/^HTTP\/1\.1 200.*taken/s);
  });

  it("that does not read its answer is cut off", async () => {
    const { socket, ended } = await open();
    socket.pause();
    socket.write("GET /give HTTP/1.1\r\nHost: x\r\n\r\n");
    await sleep(2_000);
    socket.resume();
    await ended;
    expect(socket.bytesRead).toBeLessThan(ANSWER_BYTES);
    expect(told).toMatchObject([["TOO_SLOW", { route: "/give", status: undefined }, "cut off"]]);
  });

  it("that reads its answer gets all of it, and one that waits for the registry is waited for", async () => {
    const { socket, received } = await open({ ...LIMITS, readBytesPerSecond: 1_000_000 });
    socket.write("GET /give HTTP/1.1\r\nHost: x\r\n\r\n");
    while (received().length < ANSWER_BYTES) await sleep(20);
    socket.write("GET /think HTTP/1.1\r\nHost: x\r\n\r\n");
    await sleep(4 * LIMITS.graceMs);
    expect(received().slice(-20)).toContain("thought");
    expect(told).toEqual([]);
  });
});
