import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdir, open, readFile, rename, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { parseCheckpointText, type Checkpoint } from "../../src/modules/ledger/core/checkpoint.js";
import { EMPTY_ROOT, verifyConsistency } from "../../src/modules/ledger/core/merkle-tree.js";
import {
  newSignerKey,
  parseCosignerKey,
  parseVerifierKey,
  type VerifierKey,
} from "../../src/modules/ledger/core/note-keys.js";
import { openNote, parseNote, withSignatures } from "../../src/modules/ledger/core/signed-note.js";
import { InTurn } from "../../src/platform/in-turn.js";

const PROOF_HASHES_MAX = 63;
const REQUEST = /^old (0|[1-9][0-9]*)\n((?:[^\n]+\n)*)\n([^]+)$/;

interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly contentType?: string;
}

/** A running witness. */
export interface TestWitness extends AsyncDisposable {
  /** Its submission prefix and its monitoring prefix. */
  readonly url: string;
  /** Its verifier key. */
  readonly key: string;
  /** The statuses it answered add-checkpoint with, in order. */
  readonly statuses: readonly number[];
  /** Cosigns for the log with this key, named like the log's origin, from now on. */
  trust(verifierKey: string): void;
  /** The last checkpoint it cosigned for a log, as it serves it; null = none. */
  checkpointOf(origin: string): Promise<string | null>;
}

/**
 * A witness as https://c2sp.org/tlog-witness describes it. What it cosigned and its key stay in `folder`, on the disk before it
 * answers, so that one that is started again there goes on where it stood.
 */
export async function startWitness(folder: string, { port = 0 } = {}): Promise<TestWitness> {
  await mkdir(folder, { recursive: true });
  const cosigner = parseCosignerKey(await keyIn(join(folder, "key")));
  const logs = new Map<string, VerifierKey>();
  const statuses: number[] = [];
  const inTurn = new InTurn();

  const fileOf = (origin: string) => join(folder, hashOf(origin));
  const latestOf = (origin: string) => readFile(fileOf(origin), "utf8").catch(() => null);

  async function addCheckpoint(body: string): Promise<Answer> {
    const request = parseRequest(body);
    if (request === null) return { status: 400 };
    const { old, proof, note, text: signed, checkpoint } = request;
    const log = logs.get(checkpoint.origin);
    if (log === undefined) return { status: 404 };
    if (!isSignedBy(note, log)) return { status: 403 };
    if (old > checkpoint.size) return { status: 400 };
    // From the comparison to the answer one request at a time: else a smaller checkpoint could replace a larger one.
    return inTurn.run(async () => {
      const latest = await latestOf(checkpoint.origin);
      const known = latest === null ? null : parseCheckpointText(parseNote(latest).text);
      if (old !== (known?.size ?? 0)) {
        return { status: 409, body: `${known?.size ?? 0}\n`, contentType: "text/x.tlog.size" };
      }
      if (!continues(known, checkpoint, proof)) return { status: 422 };
      const time = Math.floor(Date.now() / 1000);
      const { name, keyId } = cosigner;
      const own = [{ name, keyId, signature: cosigner.cosign(signed, time) }];
      await writeDurably(fileOf(checkpoint.origin), withSignatures(note, own));
      return { status: 200, body: withSignatures("", own) };
    });
  }

  async function answerTo({ method, url = "" }: IncomingMessage, body: string): Promise<Answer> {
    if (method === "POST" && url === "/add-checkpoint") {
      const answer = await addCheckpoint(body);
      statuses.push(answer.status);
      return answer;
    }
    const origin = [...logs.keys()].find((each) => url === `/${hashOf(each)}/checkpoint`);
    const latest = method === "GET" && origin !== undefined ? await latestOf(origin) : null;
    return latest === null ? { status: 404 } : { status: 200, body: latest };
  }

  const server = createServer((request, response) => {
    void text(request)
      .then((body) => answerTo(request, body))
      .then(({ status, body, contentType = "text/plain; charset=utf-8" }) =>
        response.writeHead(status, { "content-type": contentType }).end(body),
      )
      .catch(() => response.destroy());
  });
  await once(server.listen(port, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key: cosigner.verifierKey,
    statuses,
    trust: (verifierKey) => {
      const log = parseVerifierKey(verifierKey);
      logs.set(log.name, log);
    },
    checkpointOf: latestOf,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface AddCheckpoint {
  readonly old: number;
  readonly proof: readonly Buffer[];
  readonly note: string;
  readonly text: string;
  readonly checkpoint: Checkpoint;
}

/** The request, or null where it is not of the form that the specification gives. */
function parseRequest(body: string): AddCheckpoint | null {
  const [, old, lines, note] = REQUEST.exec(body) ?? [];
  if (old === undefined || lines === undefined || note === undefined) return null;
  const proof = lines.split("\n").slice(0, -1);
  const hashes = proof.map((line) => Buffer.from(line, "base64"));
  const areHashes = hashes.every((hash, at) => hash.length === 32 && hash.toString("base64") === proof[at]);
  if (!areHashes || hashes.length > PROOF_HASHES_MAX) return null;
  try {
    const { text: signed } = parseNote(note);
    return { old: Number(old), proof: hashes, note, text: signed, checkpoint: parseCheckpointText(signed) };
  } catch {
    return null;
  }
}

function isSignedBy(note: string, log: VerifierKey): boolean {
  try {
    return openNote(note, [log]).signedBy.includes(log);
  } catch {
    return false;
  }
}

/** Whether a checkpoint continues the last one cosigned; any tree continues the empty one, without a proof. */
function continues(known: Checkpoint | null, { size, root }: Checkpoint, proof: readonly Buffer[]): boolean {
  if (size === 0 && !root.equals(EMPTY_ROOT)) return false;
  if (known === null || known.size === 0) return proof.length === 0;
  return verifyConsistency({ from: known.size, to: size, fromRoot: known.root, toRoot: root, proof });
}

async function keyIn(path: string): Promise<string> {
  const stored = await readFile(path, "utf8").catch(() => null);
  if (stored !== null) return stored;
  const made = newSignerKey("witness.example/w1", "witness");
  await writeFile(path, made);
  return made;
}

/** In one step, and on the disk once it answers. */
async function writeDurably(path: string, content: string): Promise<void> {
  await using file = await open(`${path}.new`, "w");
  await file.writeFile(content);
  await file.sync();
  await rename(`${path}.new`, path);
  await using directory = await open(dirname(path));
  await directory.sync();
}

const hashOf = (origin: string) => createHash("sha256").update(origin).digest("hex");
