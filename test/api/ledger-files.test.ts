import { beforeAll, describe, expect, it } from "@jest/globals";
import { parseCheckpointText } from "../../src/modules/ledger/core/checkpoint.js";
import { unpackEntries } from "../../src/modules/ledger/core/entry-bundle.js";
import { rootOf } from "../../src/modules/ledger/core/merkle-tree.js";
import { parseVerifierKey } from "../../src/modules/ledger/core/note-keys.js";
import { openNote } from "../../src/modules/ledger/core/signed-note.js";
import type { Role } from "../../src/modules/access/index.js";
import { CANNOT_READ, HOLDS } from "../../src/verifier/program.js";
import { verify } from "../support/run-verifier.js";
import { storeLog, type StoredLog } from "../support/stored-log.js";
import { withTestServer } from "../support/test-server.js";

/** One full tile, and one that is partly published. */
const PUBLISHED = 259;
const STORED = 300;

const server = withTestServer({ rowsWithoutLeaves: "its log is made up" });
let auditor: string;
let log: StoredLog;
let beforeTheFirst: Answer;
beforeAll(async () => {
  auditor = (await server.as("AUDITOR")).key;
  beforeTheFirst = await get("checkpoint");
  log = await storeLog(server.database.owner, STORED, PUBLISHED);
});

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

async function get(path: string, headers: Record<string, string> = { authorization: `Bearer ${auditor}` }) {
  const answer = await fetch(new URL(`/ledger/${path}`, server.url), { headers });
  const body = Buffer.from(await answer.arrayBuffer());
  return { status: answer.status, headers: answer.headers, body };
}

const errorOf = ({ body }: Answer) => {
  const { errors } = JSON.parse(body.toString()) as {
    errors: { message: string; extensions: { code: string } }[];
  };
  return { code: errors[0]!.extensions.code, message: errors[0]!.message };
};

describe("The log over HTTP", () => {
  it("has no checkpoint before the first, and says what makes one", () => {
    expect(beforeTheFirst.status).toBe(404);
    expect(errorOf(beforeTheFirst)).toMatchObject({
      code: "NOT_FOUND",
      message: expect.stringContaining("LEDGER=on"),
    });
  });

  it("answers the newest checkpoint as it was signed, not to be kept", async () => {
    const { status, headers, body } = await get("checkpoint");
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(headers.get("cache-control")).toBe("no-cache");
    const { text } = openNote(body, [parseVerifierKey(log.verifierKey)]);
    expect(parseCheckpointText(text)).toMatchObject({
      size: PUBLISHED,
      root: rootOf(log.hashes.slice(0, PUBLISHED)),
    });
  });

  it.each([
    ["tile/0/000", () => log.hashes.slice(0, 256)],
    ["tile/0/001.p/3", () => log.hashes.slice(256, 259)],
    ["tile/0/001.p/1", () => log.hashes.slice(256, 257)],
    ["tile/0/000.p/255", () => log.hashes.slice(0, 255)],
    ["tile/1/000.p/1", () => [rootOf(log.hashes.slice(0, 256))]],
  ])("answers the tile %s, to be kept for ever by whoever may see it", async (path, hashes) => {
    const { status, headers, body } = await get(path);
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("application/octet-stream");
    expect(headers.get("cache-control")).toBe("private, max-age=31536000, immutable");
    expect(body).toEqual(Buffer.concat(hashes()));
  });

  it.each(["gzip", "identity"])("answers entry bundles, where asked compressed (%s)", async (encoding) => {
    const headers = { authorization: `Bearer ${auditor}`, "accept-encoding": encoding };
    const full = await get("tile/entries/000", headers);
    expect(full.headers.get("content-encoding")).toBe(encoding === "gzip" ? "gzip" : null);
    expect(full.headers.get("vary")).toBe("Accept-Encoding");
    expect(full.headers.get("cache-control")).toBe("private, max-age=31536000, immutable");
    expect(unpackEntries(full.body, 256)).toEqual(log.leaves.slice(0, 256));
    const partial = await get("tile/entries/001.p/3", headers);
    expect(unpackEntries(partial.body, 3)).toEqual(log.leaves.slice(256, 259));
  });

  // All but the last three are stored already: they have their place, and no checkpoint covers them.
  it.each([
    ...["tile/0/001.p/4", "tile/0/001", "tile/entries/001.p/4", "tile/entries/001"],
    ...["tile/1/000", "tile/1/000.p/2", "tile/0/002.p/1", "tile/2/000.p/1", "tile/63/x999/999"],
  ])("does not answer %s, which is past the published end, and says where that is", async (path) => {
    const answer = await get(path);
    expect(answer.status).toBe(404);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(errorOf(answer)).toMatchObject({
      code: "NOT_FOUND",
      message: expect.stringMatching(/^The log is published up to size 259 .*GET \/ledger\/checkpoint/),
    });
  });

  it.each([
    ...[
      "tile/0/0",
      "tile/0/1",
      "tile/00/000",
      "tile/64/000",
      "tile/-1/000",
      "tile/0/x000/000",
      "tile/0/000/000",
    ],
    ...["tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p/", "tile/entries/", "tile/0"],
    ...["tile/leaves/000", "tile/0/000%00", "tile/0/%2e%2e%2f000"],
  ])("refuses %s, which names no tile, and says what does", async (path) => {
    const answer = await get(path);
    expect(answer.status).toBe(400);
    expect(errorOf(answer)).toMatchObject({
      code: "BAD_USER_INPUT",
      message: expect.stringContaining("/ledger/tile/<level>/<number>"),
    });
  });

  it("holds, as far as it is published, for the verifier of a key that may read it", async () => {
    const place = new URL("/ledger", server.url).href;
    const verified = await verify("log", place, "--key", log.verifierKey, "--api-key", auditor);
    expect(verified).toMatchObject({ code: HOLDS, out: expect.stringContaining(String(PUBLISHED)) });
    const { key: reporter } = await server.as("REPORTER");
    expect((await verify("log", place, "--key", log.verifierKey, "--api-key", reporter)).code).toBe(
      CANNOT_READ,
    );
  });

  it("is open to keys that may read the ledger alone", async () => {
    const statusFor = async (role: Role) =>
      (await get("checkpoint", { authorization: `Bearer ${(await server.as(role)).key}` })).status;
    for (const role of ["ADMIN", "ANALYST", "AUDITOR"] as const) expect(await statusFor(role)).toBe(200);
    for (const role of ["REPORTER", "INTEGRATION"] as const) expect(await statusFor(role)).toBe(403);
    expect((await get("checkpoint", {})).status).toBe(401);
    expect((await get("tile/0/000", {})).status).toBe(401);
    expect((await get("tile/0/000", { authorization: "Bearer dr_no_key" })).status).toBe(401);
  });
});
