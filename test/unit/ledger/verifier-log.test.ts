import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { newSignerKey, parseCosignerKey } from "../../../src/modules/ledger/core/note-keys.js";
import { withSignatures } from "../../../src/modules/ledger/core/signed-note.js";
import { verify } from "../../support/run-verifier.js";
import { withWrittenLog, writeLog } from "../../support/written-log.js";

const { leaves, signer, trusted, at, store } = withWrittenLog();
const HOLDS = { code: 0, err: "" };

let log: string;
const text = (path: string) => readFileSync(path, "utf8");

beforeAll(() => {
  log = at("log");
});

/** The log behind HTTP, for who has the key. */
async function served<T>(folder: string, use: (url: string, asked: string[]) => Promise<T>): Promise<T> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url!.replace("/ledger/", "");
    asked.push(path);
    if (request.headers.authorization !== "Bearer of good news") return response.writeHead(401).end();
    const isThere = statSync(join(folder, path), { throwIfNoEntry: false })?.isFile();
    return isThere ? response.end(readFileSync(join(folder, path))) : response.writeHead(404).end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/ledger/`, asked);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
const withKey = [...trusted, "--api-key", "of good news"];

/** Bits turned over in each file, from its first to its last. */
const FLIPS = 61;

describe("registry-verify log", () => {
  it("holds a folder's every entry and tile against its checkpoint", async () => {
    expect(await verify("log", log, ...trusted)).toEqual({
      ...HOLDS,
      out: "Holds: every entry and every tile of the tree of 300 leaves of log.example/test, and its root.\n",
    });
  });

  it("finds any bit that is another, in whatever file, and any file cut off or missing", async () => {
    const broken = at("broken");
    cpSync(log, broken, { recursive: true });
    const files = readdirSync(broken, { recursive: true, encoding: "utf8" }).filter((name) =>
      statSync(join(broken, name)).isFile(),
    );
    expect(files).toHaveLength(6);
    for (const name of files) {
      const path = join(broken, name);
      const whole = readFileSync(path);
      const step = Math.max(1, Math.floor((whole.length * 8) / FLIPS));
      for (let bit = 0; bit < whole.length * 8; bit += step) {
        const flipped = Buffer.from(whole);
        flipped[bit >> 3]! ^= 1 << (bit & 7);
        writeFileSync(path, flipped);
        expect({ name, bit, code: (await verify("log", broken, ...trusted)).code }).toEqual({
          name,
          bit,
          code: 1,
        });
      }
      writeFileSync(path, whole.subarray(0, -1));
      expect((await verify("log", broken, ...trusted)).code).toBe(1);
      writeFileSync(path, Buffer.concat([whole, Buffer.of(10)]));
      expect((await verify("log", broken, ...trusted)).code).toBe(1);
      rmSync(path);
      expect((await verify("log", broken, ...trusted)).code).toBe(name === "checkpoint" ? 3 : 1);
      writeFileSync(path, whole);
    }
    expect((await verify("log", broken, ...trusted)).code).toBe(0);
  });

  it("names the first entry or tile that is wrong", async () => {
    const broken = at("named");
    const refusalOf = async (name: string, change: (bytes: Buffer) => void) => {
      cpSync(log, broken, { recursive: true });
      const bytes = readFileSync(join(broken, name));
      change(bytes);
      writeFileSync(join(broken, name), bytes);
      return (await verify("log", broken, ...trusted)).err;
    };
    const inEntry = (bytes: Buffer) => void (bytes[100]! ^= 1);
    expect(await refusalOf("tile/entries/001.p/44", inEntry)).toBe(
      "DOES NOT HOLD: entry 257 of tile/entries/001.p/44 does not have the hash that tile/0/001.p/44 holds.\n",
    );
    expect(await refusalOf("tile/1/000.p/1", (bytes) => void (bytes[0]! ^= 1))).toBe(
      "DOES NOT HOLD: tile/1/000.p/1 is not what the entries below it make.\n",
    );
  });

  it("finds entries and tiles that agree with each other, and not with what was signed", async () => {
    const rewritten = at("rewritten");
    writeLog(rewritten, leaves.with(17, Buffer.from("something else")), signer);
    cpSync(join(log, "checkpoint"), join(rewritten, "checkpoint"));
    const { code, err } = await verify("log", rewritten, ...trusted);
    expect([code, err]).toEqual([1, expect.stringContaining("agree, but the checkpoint has another root")]);
  });

  it("takes the full tile where the partial one is gone", async () => {
    const grown = at("grown");
    writeLog(grown, [...leaves, ...Array<Buffer>(512 - leaves.length).fill(Buffer.from("more"))], signer);
    writeFileSync(join(grown, "checkpoint"), text(join(log, "checkpoint")));
    cpSync(join(log, "tile/1"), join(grown, "tile/1"), { recursive: true });
    expect(await verify("log", grown, ...trusted)).toMatchObject(HOLDS);
  });

  it("demands the cosignature of a witness that is asked for", async () => {
    const witness = parseCosignerKey(newSignerKey("witness.example", "witness"));
    const asked = [...trusted, "--witness", witness.verifierKey];
    const alone = await verify("log", log, ...asked);
    expect([alone.code, alone.err]).toEqual([
      1,
      "DOES NOT HOLD: the checkpoint is not signed by witness.example.\n",
    ]);
    const note = text(join(log, "checkpoint"));
    const signature = witness.cosign(note.slice(0, note.indexOf("\n\n") + 1), 1_700_000_000);
    cpSync(log, at("witnessed"), { recursive: true });
    store("witnessed/checkpoint", withSignatures(note, [{ ...witness, signature }]));
    expect(await verify("log", at("witnessed"), ...asked)).toMatchObject(HOLDS);
  });

  it("reads a log over HTTP with an API key, and says how to give one", async () => {
    await served(log, async (url) => {
      expect(await verify("log", url, ...withKey)).toMatchObject(HOLDS);
      const refused = await verify("log", url, ...trusted);
      expect([refused.code, refused.err]).toEqual([
        3,
        expect.stringContaining("401; give the key of an auditor"),
      ]);
    });
  });
});

describe("a server that means no good", () => {
  /** What comes of verifying the log at its address. */
  async function verdictOn(answer: RequestListener) {
    const server = createServer(answer);
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    try {
      return await verify("log", `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ...withKey);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  it("is read no further than what is expected may be long, however long it goes on", async () => {
    const part = Buffer.alloc(65_536, "x");
    const { code, err } = await verdictOn((_, response) => {
      response.on("drain", () => response.write(part));
      while (response.write(part));
    });
    expect([code, err]).toEqual([1, "DOES NOT HOLD: the note has 524289 bytes, more than 524288.\n"]);
  });

  it("leads nowhere else", async () => {
    const { code, err } = await verdictOn((request, response) => {
      if (request.url === "/elsewhere") response.end(readFileSync(join(log, "checkpoint")));
      else response.writeHead(302, { location: "/elsewhere" }).end();
    });
    expect([code, err]).toEqual([3, expect.stringContaining("/checkpoint cannot be reached: ")]);
  });
});

describe("registry-verify copy", () => {
  it("makes an export that verifies on its own, and fetches nothing twice", async () => {
    const copy = at("copy");
    await served(log, async (url, asked) => {
      expect(await verify("copy", url, copy, ...withKey)).toMatchObject(HOLDS);
      expect(await verify("log", copy, ...trusted)).toMatchObject(HOLDS);
      rmSync(join(copy, "tile/0/000"));
      asked.length = 0;
      expect(await verify("copy", url, copy, ...withKey)).toMatchObject(HOLDS);
      expect(asked).toEqual(["checkpoint", "tile/0/000"]);
    });
  });

  it("leaves no checkpoint behind where the copy does not hold", async () => {
    const broken = at("broken-source");
    cpSync(log, broken, { recursive: true });
    const bundle = readFileSync(join(broken, "tile/entries/000"));
    bundle[50]! ^= 1;
    writeFileSync(join(broken, "tile/entries/000"), bundle);
    await served(broken, async (url) => {
      const { code, err } = await verify("copy", url, at("broken-copy"), ...withKey);
      expect([code, err]).toEqual([1, expect.stringContaining("entry 0 of tile/entries/000 does not have")]);
      expect(statSync(at("broken-copy", "checkpoint"), { throwIfNoEntry: false })).toBeUndefined();
    });
  });

  it("brings an older copy up to date, and notices when the log is another, or shorter", async () => {
    const copy = at("older-copy");
    writeLog(copy, leaves.slice(0, 270), signer);
    await served(log, async (url) => {
      expect(await verify("copy", url, copy, ...withKey)).toMatchObject(HOLDS);
      expect(await verify("log", copy, ...trusted)).toMatchObject(HOLDS);
    });
    writeLog(at("forked"), [Buffer.from("another"), ...leaves, Buffer.from("more")], signer);
    await served(at("forked"), async (url) => {
      const { code, err } = await verify("copy", url, copy, ...withKey);
      expect([code, err]).toEqual([1, expect.stringContaining("does not begin with that of 300")]);
    });
    writeLog(at("shorter"), leaves.slice(0, 290), signer);
    await served(at("shorter"), async (url) => {
      const { code, err } = await verify("copy", url, copy, ...withKey);
      expect([code, err]).toEqual([1, expect.stringContaining("the log has 290 leaves, but")]);
    });
  });
});
