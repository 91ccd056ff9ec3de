import { describe, expect, it } from "@jest/globals";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { csvOfUsers, sendList, type SendListOptions, type SentListAnswer } from "../support/send-list.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();

async function send(list: string | Uint8Array, options?: SendListOptions): Promise<SentListAnswer> {
  return sendList({ url: server.url, key: server.admin.key }, list, options);
}

const storedLists = async () => (await countRows(server.database.owner)).subject_list;
const GZIP = { headers: { "content-encoding": "gzip" } };

/** Sends the head of an upload and the beginning of its list, and leaves. */
async function hangUp(list: string, head: readonly string[]): Promise<void> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  socket.write(
    [
      "POST /subject-lists HTTP/1.1",
      `host: ${hostname}`,
      `authorization: Bearer ${server.admin.key}`,
      "content-type: text/csv",
      ...head,
      "",
      list,
    ].join("\r\n"),
  );
  await sleep(100);
  socket.destroy();
  await once(socket, "close");
}

describe("A list that cannot be read", () => {
  it.each<[string, string | Uint8Array, SendListOptions, number, RegExp]>([
    ["an over-long line", `ann\n${"x".repeat(5_000)}\n`, {}, 400, /^Line 2: It is longer than 4096 bytes/],
    ["invalid UTF-8", Uint8Array.of(0x61, 0x0a, 0xff, 0x0a), {}, 400, /^Line 2: It is not valid UTF-8/],
    ["nothing in it", "", {}, 400, /^The list is empty/],
    ["nothing but empty lines in it", "\n\r\n\n", {}, 400, /^The list is empty/],
    ["a second column", "ann,1\n", {}, 400, /^Line 1: It has more than one column/],
    ["another content type", "ann\n", { contentType: "text/plain" }, 415, /^Send the list as Content-Type/],
    ["no content type", "ann\n", { contentType: "" }, 415, /^Send the list as Content-Type/],
    ["a content type that is none", "ann\n", { contentType: "csv" }, 415, /^Send the list as Content-Type/],
    ["another encoding", "ann\n", { headers: { "content-encoding": "br" } }, 415, /Content-Encoding gzip/],
    ["no gzip where gzip was announced", "ann\n", GZIP, 400, /cannot be read as gzip/],
    ["its gzip cut off", gzipSync(csvOfUsers(50_000)).subarray(0, -1_000), GZIP, 400, /ends in the middle/],
    ["its gzip's checksum cut off", gzipSync("ann\n").subarray(0, -4), GZIP, 400, /ends in the middle/],
    ["a wrong byte in its gzip", damaged(gzipSync(csvOfUsers(50_000))), GZIP, 400, /cannot be read as gzip/],
    [
      "a mistake after two hundred thousand lines",
      `${csvOfUsers(200_000)}a"b\n`,
      {},
      400,
      /^Line 200001: Its quotes/,
    ],
  ])(
    "because it has %s is refused, and nothing of it is kept",
    async (_what, list, options, status, message) => {
      const before = await storedLists();
      const answer = await send(list, options);
      expect({ status: answer.status, errors: answer.errors }).toEqual({
        status,
        errors: [{ message: expect.stringMatching(message), extensions: { code: "BAD_USER_INPUT" } }],
      });
      expect(await storedLists()).toBe(before);
    },
  );

  it("is answered while most of it is still to come", async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      async pull(controller) {
        pulled += 1;
        await sleep(1);
        controller.enqueue(Buffer.from(pulled === 1 ? 'a"b\n' : csvOfUsers(1_000)));
        if (pulled > 20_000) controller.close();
      },
    });
    const answer = await sendList({ url: server.url, key: server.admin.key }, endless);
    expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: "BAD_USER_INPUT" } }] });
    expect(pulled).toBeLessThan(20_000);
  });
});

function damaged(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy.fill(0xff, 20_000, 20_016);
  return copy;
}

describe("A client that hangs up while it uploads", () => {
  it.each([
    ["of a stated length", ["content-length: 1000000"], csvOfUsers(10_000)],
    ["in chunks", ["transfer-encoding: chunked"], `${(90).toString(16)}\r\n${csvOfUsers(10)}`],
    ["compressed", ["content-length: 1000000", "content-encoding: gzip"], ""],
  ])("a list %s leaves no list behind, and sends it again", async (_what, head, list) => {
    const before = await storedLists();
    await hangUp(list, head);
    await sleep(200);
    expect(await storedLists()).toBe(before);
    expect(await send(csvOfUsers(10_000))).toMatchObject({ status: 201, count: 10_000, duplicates: 0 });
    expect(await storedLists()).toBe(before! + 1);
  });
});
