import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** A client's connection, byte by byte. */
export class RawConnection {
  received = "";
  isClosed = false;
  readonly #socket: Socket;

  constructor(address: string) {
    this.#socket = connect(Number(new URL(address).port), "127.0.0.1");
    this.#socket.setEncoding("utf8").on("data", (text: string) => (this.received += text));
    this.#socket.on("error", () => {}).on("close", () => (this.isClosed = true));
  }

  /** Sends a GraphQL request and leaves the connection open, as HTTP/1.1 clients do. */
  send(key: string, query: string, variables: object = {}): void {
    const body = JSON.stringify({ query, variables });
    this.#socket.write(
      `POST /graphql HTTP/1.1\r\nHost: registry\r\nAuthorization: Bearer ${key}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  }

  /** Waits for a whole answer, or for the connection's end. */
  async answer(): Promise<string> {
    while (!this.isClosed && !/\r\n\r\n\{.*\}\s*$/s.test(this.received)) await sleep(5);
    return this.received;
  }

  /** Ends the connection from this side. */
  end(): void {
    this.#socket.destroy();
  }

  async closed(): Promise<void> {
    while (!this.isClosed) await sleep(5);
  }
}
