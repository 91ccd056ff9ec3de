import { afterEach, describe, expect, it } from "@jest/globals";
import { once } from "node:events";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Connection } from "../../../bench/load/connection.js";

let server: Server | undefined;
let connection: Connection | undefined;

afterEach(() => {
  connection?.close();
  server?.close();
});

/** A connection to a server that answers every request in this way. */
async function connectionTo(answer: (socket: Socket, request: string) => unknown): Promise<Connection> {
  server = createServer((socket) => socket.on("data", (chunk) => void answer(socket, chunk.toString())));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  return (connection = new Connection(new URL(`http://127.0.0.1:${port}/graphql`), "Bearer key"));
}

const response = (body: string, status = "200 OK") =>
  `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

describe("a connection of the load generator", () => {
  it("sends a whole request and answers the body of its response", async () => {
    let received = "";
    const open = await connectionTo((socket, request) => {
      received = request;
      socket.write(response("ä"));
    });
    await expect(open.post('{"é":1}')).resolves.toBe("ä");
    expect(received).toMatch(/^POST \/graphql HTTP\/1\.1\r\n/);
    expect(received).toMatch(/\r\nauthorization: Bearer key\r\ncontent-length: 8\r\n\r\n\{"é":1\}$/);
  });

  it("puts a response together that arrives in pieces, and takes the next call", async () => {
    let calls = 0;
    const open = await connectionTo(async (socket) => {
      calls += 1;
      const bytes = Buffer.from(response(`answer ${calls}`));
      for (const cut of [10, 60]) {
        socket.write(bytes.subarray(cut === 10 ? 0 : 10, cut));
        await sleep(5);
      }
      socket.write(bytes.subarray(60));
    });
    await expect(open.post("{}")).resolves.toBe("answer 1");
    await expect(open.post("{}")).resolves.toBe("answer 2");
  });

  it("fails the call for another status, and shows what was answered", async () => {
    const open = await connectionTo((socket) =>
      socket.write(response("too busy", "503 Service Unavailable")),
    );
    await expect(open.post("{}")).rejects.toThrow(/503 Service Unavailable[^]*too busy/);
  });

  it("fails the call where the server hangs up", async () => {
    const open = await connectionTo((socket) => socket.destroy());
    await expect(open.post("{}")).rejects.toThrow();
  });
});
