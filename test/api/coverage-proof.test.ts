import { beforeAll, describe, expect, it } from "@jest/globals";
import { parseCoverageProof, verifyCoverageProof } from "../../src/modules/ledger/core/coverage-proof.js";
import { parseVerifierKey } from "../../src/modules/ledger/core/note-keys.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { csvOfUsers, sendList } from "../support/send-list.js";
import { withTestServer, type Api } from "../support/test-server.js";

/** More than three segments of 4,096. */
const LISTED = 13_000;

const server = withTestServer();
const listed = disclosureInput({ subjects: undefined });
/** One user of the first segment, and one or two of others. */
const named = disclosureInput({ subjects: ["user-5", "user-12999", "user-6000", "user-6001"] });
let verifierKey: string;
let beforeItIsPublished: string | null;
beforeAll(async () => {
  verifierKey = (await server.ledger()).verifierKey;
  const { id: subjectList } = await sendList({ url: server.url, key: server.admin.key }, csvOfUsers(LISTED));
  for (const input of [{ ...listed, subjectList }, named]) await server.admin.request(RECORD, { input });
  beforeItIsPublished = await proofOf(named.id, "user-5");
  await server.publish();
});

async function proofOf(id: string, subject: string, api: Api = server.admin): Promise<string | null> {
  const { disclosure } = await api.request<{ disclosure: { coverageProof: string | null } }>(
    "query ($id: UUID!, $subject: String!) { disclosure(id: $id) { coverageProof(subject: $subject) } }",
    { id, subject },
  );
  return disclosure.coverageProof;
}

const verified = (proof: string | null) =>
  verifyCoverageProof(proof!, { log: parseVerifierKey(verifierKey), witnesses: [] });

describe("The proof that a disclosure covers a user", () => {
  it("is there once the disclosure is published", () => {
    expect(beforeItIsPublished).toBeNull();
  });

  it.each(["user-0", "user-4095", "user-4096", "user-9999", `user-${LISTED - 1}`])(
    "leads from %s of a list to the disclosure's leaf",
    async (user) => {
      const { leaf } = verified(await proofOf(listed.id, user));
      expect([leaf.kind, leaf.event]).toEqual(["disclosure", listed.id]);
    },
  );

  it.each(named.subjects as string[])(
    "leads from %s, named, to the same number as from the list",
    async (user) => {
      const proof = verified(await proofOf(named.id, user));
      expect(proof.leaf.event).toBe(named.id);
      expect(proof.userNumber).toBe(verified(await proofOf(listed.id, user)).userNumber);
    },
  );

  it("shows the numbers of one segment and of no other user", async () => {
    const numbers = await Promise.all(
      (named.subjects as string[]).map(async (user) => verified(await proofOf(named.id, user)).userNumber),
    );
    const { segment, segments, slots, hashes } = parseCoverageProof((await proofOf(named.id, "user-5"))!);
    const neighbours = numbers.filter((number) => Math.floor(number / 4_096) === segment);
    expect([segments, neighbours.length]).toEqual([3, 2]);
    expect(Array.from(slots)).toEqual(neighbours.map((number) => number % 4_096).sort((a, b) => a - b));
    expect(hashes.length).toBeLessThanOrEqual(2);
    const ofMany = parseCoverageProof((await proofOf(listed.id, "user-5"))!);
    expect(ofMany.slots.length).toBeLessThanOrEqual(4_096);
    expect(ofMany.segments).toBe(4);
  });

  it("does not fit another user, nor another disclosure", async () => {
    const proof = (await proofOf(listed.id, "user-5"))!;
    const { slots, slot, receipt } = parseCoverageProof(proof);
    const fewer = Array.from(slots).filter((each) => each !== slot);
    expect(() => verified(proof.replace(/^slots .*$/m, `slots ${fewer.join(" ")}`))).toThrow(
      "do not include",
    );
    const without = proof.replace(/^slots .*$/m, `slots ${slot}`);
    expect(() => verified(without)).toThrow("does not lead to the root of users");
    const other = parseCoverageProof((await proofOf(named.id, "user-5"))!).receipt;
    expect(() => verified(proof.replace(receipt, other))).toThrow("does not lead to the root of users");
  });

  it("is null for a user who is not covered, and for one nobody knows", async () => {
    expect(await proofOf(named.id, "user-7")).toBeNull();
    expect(await proofOf(named.id, "nobody has this reference")).toBeNull();
  });

  it("is refused for a text that is no reference, which is not repeated", async () => {
    const canary = `canary-${"x".repeat(300)}`;
    const errors = await server.admin.errorsOf(
      `{ disclosure(id: "${named.id}") { coverageProof(subject: "${canary}") } }`,
    );
    expect(errors[0]).toMatchObject({
      extensions: { code: "BAD_USER_INPUT", fields: ["subject"] },
      message: expect.not.stringContaining("canary"),
    });
  });

  it("is for keys that may look users up and read the ledger", async () => {
    const query = `{ disclosure(id: "${named.id}") { coverageProof(subject: "user-5") } }`;
    expect(verified(await proofOf(named.id, "user-5", await server.as("ANALYST"))).leaf.event).toBe(named.id);
    for (const role of ["AUDITOR", "REPORTER", "INTEGRATION"] as const) {
      expect((await (await server.as(role)).errorsOf(query))[0]!.extensions.code).toBe("FORBIDDEN");
    }
  });
});
