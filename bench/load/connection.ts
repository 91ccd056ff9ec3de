import { connect, type Socket } from "node:net";

const END_OF_HEAD = "\r\n\r\n";

/**
 * One HTTP/1.1 connection that is kept open and carries one call at a time. It reads as much of HTTP as the servers under
 * measurement write: a status, `content-length`, a body.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #head: string;
  #received: Buffer = Buffer.alloc(0);
  #waiting: { resolve: (answer: string) => void; reject: (error: Error) => void } | null = null;

  constructor(url: URL, authorization: string) {
    this.#head =
      `POST ${url.pathname} HTTP/1.1\r\nhost: ${url.host}\r\ncontent-type: application/json\r\n` +
      `authorization: ${authorization}\r\ncontent-length: `;
    this.#socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
    this.#socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    this.#socket.on("error", (error) => this.#waiting?.reject(error));
    this.#socket.on("close", () => this.#waiting?.reject(new Error("The server closed the connection.")));
  }

  /** Sends one call and answers the body of its response. Rejects for a status other than 200. */
  post(body: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(`${this.#head}${Buffer.byteLength(body)}${END_OF_HEAD}${body}`);
    });
  }

  close(): void {
    this.#waiting = null;
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const headEnd = this.#received.indexOf(END_OF_HEAD);
    if (headEnd < 0) return;
    const head = this.#received.toString("latin1", 0, headEnd);
    const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1]);
    const bodyStart = headEnd + END_OF_HEAD.length;
    if (this.#received.length < bodyStart + length) return;
    const body = this.#received.toString("utf8", bodyStart, bodyStart + length);
    this.#received = this.#received.subarray(bodyStart + length);
    const waiting = this.#waiting;
    this.#waiting = null;
    if (head.startsWith("HTTP/1.1 200 ") && length >= 0) waiting?.resolve(body);
    else waiting?.reject(new Error(`A call was answered with:\n${head}\n\n${body.slice(0, 500)}`));
  }
}
