import { beforeAll, describe, expect, it } from "@jest/globals";
import { createHash } from "node:crypto";
import { v7 } from "uuid";
import { verifyCoverageProof } from "../../src/modules/ledger/core/coverage-proof.js";
import { openCheckpoint, type Trust } from "../../src/modules/ledger/core/checkpoint.js";
import { parseLeaf } from "../../src/modules/ledger/core/leaf-text.js";
import { verifyConsistency } from "../../src/modules/ledger/core/merkle-tree.js";
import { parseVerifierKey } from "../../src/modules/ledger/core/note-keys.js";
import { verifyTlogProof } from "../../src/modules/ledger/core/tlog-proof.js";
import { HOLDS } from "../../src/verifier/program.js";
import { run, sql } from "../../src/platform/db/sql.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { erasingOn } from "../support/erasing.js";
import { consentInput, factsOf, RECORD_CONSENT } from "../support/fact-operations.js";
import { CONFIRM_IDENTITY, DECIDE, openRequest } from "../support/rights-operations.js";
import { verify } from "../support/run-verifier.js";
import { dumpRows } from "../support/stored-rows.js";
import { withTestAudit } from "../support/test-audit.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();
const audit = withTestAudit(server.database, () => server.ledger());
const { record: recordFact } = factsOf(server);
const user = `canary-${v7()}`;
const alone = disclosureInput({
  subjects: [user],
  note: `Called ${user} first.`,
  externalReference: `case ${user}`,
});
const consent = v7();
const amongOthers = disclosureInput({ subjects: [user, "ann", "bob"] });

interface Proofs {
  readonly checkpoint: string;
  readonly receipts: readonly string[];
  readonly coverage: readonly string[];
}

let trusted: Trust;
let before: Proofs;
let after: string;
let number: number;
let pseudonym: string;
beforeAll(async () => {
  const erasing = erasingOn(server);
  trusted = { log: parseVerifierKey((await server.ledger()).verifierKey), witnesses: [] };
  for (const input of [alone, amongOthers]) await server.admin.request(RECORD, { input });
  await recordFact(
    RECORD_CONSENT,
    consentInput({ id: consent, subject: user, agreement: `agreement ${user}` }),
  );
  const request = await openRequest(server.admin, { subject: user, kind: "ERASURE" });
  await server.admin.request(CONFIRM_IDENTITY, { input: { id: request, document: "IDENTITY_CARD" } });
  before = await proofsOf(await server.publish());
  number = (await erasing.subjects.find(user))!;
  [pseudonym] = erasing.subjects.name([user]).keys() as Iterable<string> as [string];
  await server.admin.request(DECIDE, {
    input: { id: request, outcome: "FULFILLED", reasons: "Asked in due form" },
  });
  await erasing.seeThrough();
  after = await server.publish();
});

async function proofsOf(checkpoint: string): Promise<Proofs> {
  const ids = [alone.id, amongOthers.id];
  const answers = await Promise.all(
    ids.map((id) =>
      server.admin.request<{ disclosure: { receipt: string; coverageProof: string } }>(
        "query ($id: UUID!, $user: String!) { disclosure(id: $id) { receipt coverageProof(subject: $user) } }",
        { id, user },
      ),
    ),
  );
  return {
    checkpoint,
    receipts: answers.map(({ disclosure }) => disclosure.receipt),
    coverage: answers.map(({ disclosure }) => disclosure.coverageProof),
  };
}

const signed = (note: string) => openCheckpoint(note, trusted);

async function leaves(): Promise<{ kind: string; leaf: Buffer }[]> {
  return server.database.owner.query("SELECT kind, leaf FROM ledger_leaf ORDER BY index");
}

describe("After a user was erased", () => {
  it("every proof from before is valid, and the log goes on from its checkpoint", async () => {
    for (const receipt of before.receipts) expect(() => verifyTlogProof(receipt, trusted)).not.toThrow();
    for (const proof of before.coverage) expect(verifyCoverageProof(proof, trusted).userNumber).toBe(number);
    const [old, now] = [signed(before.checkpoint), signed(after)];
    expect(now.size).toBeGreaterThan(old.size);
    const { ledger } = await server.admin.request<{ ledger: { consistencyProof: string[] } }>(
      `{ ledger { consistencyProof(from: ${old.size}, to: ${now.size}) } }`,
    );
    const proof = ledger.consistencyProof.map((hash) => Buffer.from(hash, "base64"));
    const roots = { fromRoot: old.root, toRoot: now.root };
    expect(verifyConsistency({ from: old.size, to: now.size, ...roots, proof })).toBe(true);
  });

  it("the whole log holds, as the verifier reads it from the server, and the database for its audit", async () => {
    const [place, { key }] = [new URL("/ledger", server.url).href, await server.as("AUDITOR")];
    expect(await verify("log", place, "--key", trusted.log.text, "--api-key", key)).toMatchObject({
      code: HOLDS,
    });
    const audit = ["audit", "--database", server.database.ownerUrl, "--key", trusted.log.text];
    expect(await verify(...audit)).toMatchObject({ code: HOLDS });
  });

  it("new receipts of the same disclosures hold the same leaves, and a proof of coverage is given no more", async () => {
    const again = await proofsOf(after);
    const leafOf = (receipt: string) => Buffer.from(verifyTlogProof(receipt, trusted).leaf);
    expect(again.receipts.map(leafOf)).toEqual(before.receipts.map(leafOf));
    expect(again.coverage).toEqual([null, null]);
  });

  it("the log holds neither the user's reference, nor the pseudonym, in any form", async () => {
    const texts = await leaves();
    expect(texts.length).toBeGreaterThan(8);
    const bytes = Buffer.from(pseudonym, "hex");
    const traces = [user, pseudonym, bytes.toString("base64"), user.slice("canary-".length)];
    for (const { leaf } of texts) {
      for (const trace of traces) expect(leaf.toString().toLowerCase()).not.toContain(trace.toLowerCase());
      expect(leaf.includes(bytes)).toBe(false);
    }
  });

  it("the erasure is an entry that lists nobody", async () => {
    const erasures = (await leaves())
      .filter(({ kind }) => kind === "subject_fact")
      .map(({ leaf }) => parseLeaf(leaf).values)
      .filter((values) => values.get("kind") === "ERASURE");
    expect(erasures).toHaveLength(1);
    const [erasure] = erasures;
    // How many, when and by which key; whom, as one salted root that nothing can be tried out on.
    expect([...erasure!.values()]).not.toContain(String(number));
    expect(erasure!.get("users")).toMatch(/^[0-9a-f]{64}$/);
    const lines = ["id", "kind", "recorded_at", "recorded_by", "moment", "subject_count", "users"];
    expect([...erasure!.keys()]).toEqual(lines);
  });

  it("the audit lets the digest of the user's agreement be another, but not where there was no erasure", async () => {
    expect((await audit.run(after)).overwritten).toBe(1);
    const change = (from: string, to: string) =>
      audit.superuser.query(`UPDATE subject_fact SET kind = '${to}' WHERE kind = '${from}'`);
    await change("ERASURE", "RESTORATION");
    expect(await audit.complaint()).toMatch(
      new RegExp(`^leaf \\d+ \\(subject_fact ${consent}\\) differs from its row in agreement$`),
    );
    await change("RESTORATION", "ERASURE");
  });

  it("nobody can try out any more which agreement of the user's the ledger commits to, not even with the digest", async () => {
    const subject = `canary-${v7()}`;
    const recorded = await recordFact(RECORD_CONSENT, consentInput({ subject, agreement: "contract 9" }));
    const fact = recorded.fact.id;
    interface Known {
      readonly leaf: string;
      readonly digest: Buffer;
      readonly salt: Buffer;
      readonly own: Buffer | null;
    }
    const known = async () => {
      const [found] = await run<Known>(
        server.database.owner.manager,
        sql`SELECT convert_from(p.leaf, 'UTF8') AS leaf, f.agreement AS digest, l.salt,
                   (SELECT t.salt FROM free_text t WHERE t.fact_id = f.id AND t.field = 'agreement') AS own
              FROM subject_fact f JOIN ledger_pending p ON p.event = f.id CROSS JOIN ledger_log l WHERE f.id = ${fact}`,
      );
      return found!;
    };
    const commitmentOf = ({ salt, digest }: Known, own: Buffer) => {
      const place = createHash("sha256")
        .update(salt)
        .update(`subject_fact ${fact} agreement`)
        .update(own)
        .digest();
      return `agreement ${createHash("sha256").update(place).update(digest).digest("hex")}\n`;
    };
    const before = await known();
    expect(before.leaf).toContain(commitmentOf(before, before.own!));
    await erasingOn(server).erase(subject);
    const after = await known();
    expect(after.leaf).toBe(before.leaf);
    expect(after.own).toBeNull();
    expect(before.leaf).not.toContain(commitmentOf(before, Buffer.alloc(0)));
    expect(await dumpRows(server.database.owner)).not.toContain(before.own!.toString("hex"));
  });
});
