import { afterAll, describe, expect, it } from "@jest/globals";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkpointText, openCheckpoint } from "../../../src/modules/ledger/core/checkpoint.js";
import { leafHash, rootOf } from "../../../src/modules/ledger/core/merkle-tree.js";
import {
  newSignerKey,
  parseCosignerKey,
  parseSignerKey,
  parseVerifierKey,
} from "../../../src/modules/ledger/core/note-keys.js";
import { signNote, withSignatures } from "../../../src/modules/ledger/core/signed-note.js";
import { consistencyProof } from "../../../src/modules/ledger/core/tree-proofs.js";
import { openWitness, type Cosigning } from "../../../src/modules/ledger/witness-client.js";
import { StartRefused } from "../../../src/platform/start-refused.js";
import { startWitness, type TestWitness } from "../../support/test-witness.js";

const signer = parseSignerKey(newSignerKey("log.example/register"));
const log = parseVerifierKey(signer.verifierKey);
const folders: string[] = [];
const servers: Server[] = [];

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "witness-"));
  folders.push(made);
  return made;
}

async function witnessOf(at: string): Promise<TestWitness> {
  const witness = await startWitness(at);
  witness.trust(signer.verifierKey);
  return witness;
}

/** A history of leaves that are told apart by their text. */
const history = (of: string, size: number) =>
  Array.from({ length: size }, (_, index) => leafHash(Buffer.from(`${of} ${index}`)));

const noteOf = (leaves: readonly Buffer[]) =>
  signNote(checkpointText({ origin: log.name, size: leaves.length, root: rootOf(leaves) }), [signer]);

const proofOf = (leaves: readonly Buffer[]) => (from: number) =>
  consistencyProof(from, leaves.length, (nodes) =>
    Promise.resolve(
      nodes.map(({ level, index }) => rootOf(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level))),
    ),
  );

function clientOf({ url, key }: Pick<TestWitness, "url" | "key">, timeoutMs = 5_000) {
  const witness = openWitness({ url, key, timeoutMs });
  return (leaves: readonly Buffer[]) => witness.cosign(noteOf(leaves), leaves.length, proofOf(leaves));
}

function cosignedNote(result: Cosigning): string {
  if (result.kind !== "cosigned") throw new Error(`It was not cosigned: ${JSON.stringify(result)}`);
  return result.note;
}

describe("a witness", () => {
  it("cosigns each checkpoint that continues the last, with one request each once it is known where it stands", async () => {
    await using witness = await witnessOf(await folder());
    const cosign = clientOf(witness);
    const trust = { log, witnesses: [parseVerifierKey(witness.key)] };
    for (const size of [1, 2, 3, 300, 300, 1_000]) {
      const leaves = history("true", size);
      const note = cosignedNote(await cosign(leaves));
      expect(note.startsWith(noteOf(leaves))).toBe(true);
      expect(openCheckpoint(note, trust)).toMatchObject({ size, root: rootOf(leaves) });
      expect(await witness.checkpointOf(log.name)).toBe(note);
    }
    expect(witness.statuses).toEqual([200, 200, 200, 200, 200, 200]);
  });

  it("is asked again from where it stands after either side was started anew", async () => {
    const at = await folder();
    {
      await using witness = await witnessOf(at);
      cosignedNote(await clientOf(witness)(history("true", 5)));
    }
    await using witness = await witnessOf(at);
    cosignedNote(await clientOf(witness)(history("true", 9)));
    expect(witness.statuses).toEqual([409, 200]);
  });

  it("contradicts a history that was rewritten and signed with the same key", async () => {
    await using witness = await witnessOf(await folder());
    const cosign = clientOf(witness);
    const shown = cosignedNote(await cosign(history("true", 7)));
    for (const size of [7, 8, 200]) {
      expect(await clientOf(witness)(history("false", size))).toMatchObject({
        kind: "contradicted",
        reason: expect.stringContaining("of 7 leaves"),
      });
    }
    expect(await witness.checkpointOf(log.name)).toBe(shown);
    // The true history still goes on.
    cosignedNote(await cosign(history("true", 8)));
  });

  it("is ahead of a history that was cut off", async () => {
    await using witness = await witnessOf(await folder());
    cosignedNote(await clientOf(witness)(history("true", 7)));
    expect(await clientOf(witness)(history("true", 6))).toEqual({ kind: "ahead", size: 7 });
    expect(witness.statuses).toEqual([200, 409]);
  });

  it("signs no smaller checkpoint after a larger one, however many ask at once", async () => {
    await using witness = await witnessOf(await folder());
    const sizes = Array.from({ length: 12 }, (_, index) => index + 1);
    await Promise.all(sizes.map((size) => clientOf(witness)(history("true", size))));
    const largest = await clientOf(witness)(history("true", 12));
    expect(cosignedNote(largest).startsWith(noteOf(history("true", 12)))).toBe(true);
  });

  it("that does not know the log, or not its key, leaves the checkpoint without", async () => {
    await using witness = await startWitness(await folder());
    expect(await clientOf(witness)(history("true", 1))).toMatchObject({
      kind: "without",
      reason: expect.stringContaining("does not know this log"),
    });
    witness.trust(parseSignerKey(newSignerKey(log.name)).verifierKey);
    expect(await clientOf(witness)(history("true", 1))).toMatchObject({
      kind: "without",
      reason: expect.stringContaining("does not trust this log's key"),
    });
    expect(witness.statuses).toEqual([404, 403]);
  });
});

/** A server that gives each request the next answer, and the last one from then on. */
async function answering(
  ...answers: readonly { status?: number; type?: string; body: string; afterMs?: number }[]
): Promise<{ readonly url: string; readonly requests: string[]; readonly connections: () => number }> {
  const requests: string[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    const {
      status = 200,
      type = "text/plain",
      body,
      afterMs = 0,
    } = answers[Math.min(requests.length, answers.length - 1)]!;
    requests.push("");
    const place = requests.length - 1;
    request.setEncoding("utf8").on("data", (text: string) => (requests[place] += text));
    request.on("end", () => {
      const headers = { "content-type": type, location: "http://127.0.0.1:9/" };
      setTimeout(() => response.writeHead(status, headers).end(body), afterMs).unref();
    });
  });
  server.on("connection", () => (connections += 1));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    connections: () => connections,
  };
}

const cosigner = parseCosignerKey(newSignerKey("witness.example/w1", "witness"));
const LEAVES = history("true", 7);
const textOf = (leaves: readonly Buffer[]) =>
  checkpointText({ origin: log.name, size: leaves.length, root: rootOf(leaves) });

const linesBy = ({ name, keyId, cosign }: typeof cosigner, text = textOf(LEAVES), time = 1_700_000_000) =>
  withSignatures("", [{ name, keyId, signature: cosign(text, time) }]);

const SIZE = { status: 409, type: "text/x.tlog.size" };

describe("a witness's key", () => {
  it.each([
    ["a log", signer.verifierKey, "LEDGER_WITNESS_KEY is the key of a log"],
    ["nothing known", "witness.example", "LEDGER_WITNESS_KEY cannot be read"],
    ["another kind", `w+00000000+${Buffer.alloc(33, 6).toString("base64")}`, "no key for Ed25519"],
  ])("of %s refuses the start", (_, key, problem) => {
    expect(() => openWitness({ url: "https://witness.example", key })).toThrow(StartRefused);
    expect(() => openWitness({ url: "https://witness.example", key })).toThrow(problem);
  });
});

describe("what a witness answers", () => {
  const ask = (url: string, timeoutMs?: number) =>
    clientOf({ url, key: cosigner.verifierKey }, timeoutMs)(LEAVES);

  it("may hold cosignatures of others, which are left aside", async () => {
    const other = linesBy(parseCosignerKey(newSignerKey("witness.example/w2", "witness")));
    const sameName = linesBy(parseCosignerKey(newSignerKey(cosigner.name, "witness")));
    const { url } = await answering({ body: other + sameName + linesBy(cosigner) + other });
    expect(cosignedNote(await ask(url))).toBe(noteOf(LEAVES) + linesBy(cosigner));
  });

  it.each([
    ["only others' cosignatures", linesBy(parseCosignerKey(newSignerKey("witness.example/w2", "witness")))],
    ["a cosignature of another checkpoint", linesBy(cosigner, textOf(history("true", 8)))],
    ["one that is right and one that is wrong", linesBy(cosigner) + linesBy(cosigner, "another text\n")],
    ["a cosignature without a time", linesBy(cosigner, textOf(LEAVES), 0)],
    ["a line that is cut off", linesBy(cosigner).slice(0, -1)],
    ["Windows line ends", linesBy(cosigner).replace("\n", "\r\n")],
    ["a text in front", `a text\n\n${linesBy(cosigner)}`],
    ["nothing", ""],
    ["a page", "<html>hello</html>\n"],
  ])("is of no use with %s", async (_, body) => {
    const { url } = await answering({ body });
    expect(await ask(url)).toMatchObject({
      kind: "without",
      reason: expect.stringContaining("LEDGER_WITNESS_KEY"),
    });
  });

  it("is not read to its end where it is too long", async () => {
    const { url } = await answering({ body: linesBy(cosigner).repeat(2_000) });
    expect(await ask(url)).toMatchObject({ kind: "without", reason: expect.stringContaining("65536 bytes") });
  });

  it("is waited for only so long", async () => {
    const { url } = await answering({ body: linesBy(cosigner), afterMs: 2_000 });
    const start = performance.now();
    expect(await ask(url, 100)).toEqual({ kind: "without", reason: "The witness did not answer in time." });
    expect(performance.now() - start).toBeLessThan(1_500);
  });

  it("may be that nobody is there", async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    expect(await ask(`http://127.0.0.1:${port}`)).toMatchObject({
      kind: "without",
      reason: expect.stringContaining("could not be reached (ECONNREFUSED)"),
    });
  });

  it("is not followed to another address", async () => {
    const { url, requests } = await answering({ status: 307, body: "" });
    expect(await ask(url)).toMatchObject({ kind: "without", reason: expect.stringContaining("status 307") });
    expect(requests).toHaveLength(1);
  });

  it("may be 409 once, and the second request proves the tree from there", async () => {
    const { url, requests } = await answering({ ...SIZE, body: "3\n" }, { body: linesBy(cosigner) });
    cosignedNote(await ask(url));
    expect(requests.map((request) => request.split("\n")[0])).toEqual(["old 0", "old 3"]);
    const proof = await proofOf(LEAVES)(3);
    expect(requests[1]!.split("\n").slice(1, proof.length + 2)).toEqual([
      ...proof.map((hash) => hash.toString("base64")),
      "",
    ]);
  });

  it("of 409 twice ends the asking", async () => {
    const { url, requests } = await answering({ ...SIZE, body: "3\n" }, { ...SIZE, body: "4\n" });
    expect(await ask(url)).toMatchObject({ kind: "without", reason: expect.stringContaining("4 leaves") });
    expect(requests).toHaveLength(2);
  });

  it("comes over connections that are kept", async () => {
    const { url, connections } = await answering({ ...SIZE, body: "3\n" }, { body: linesBy(cosigner) });
    const cosign = clientOf({ url, key: cosigner.verifierKey });
    for (let times = 0; times < 10; times += 1) cosignedNote(await cosign(LEAVES));
    // A connection may still be busy with the end of the first answer when the second request follows at once.
    expect(connections()).toBeLessThanOrEqual(2);
  });
});
