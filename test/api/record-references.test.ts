import { describe, expect, it } from "@jest/globals";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { AMEND, RECORD_BATCH } from "../support/disclosure-operations.js";
import { dumpRows } from "../support/stored-rows.js";
import { REVEAL, reveal } from "../support/look-up-operations.js";
import { withTestServer, type LentServer } from "../support/test-server.js";

/** What becomes of the platform's references of users: they are stored nowhere, or sealed where the operator wants that. */

const MARK = "marked-870101300123";
const REFERENCES = [MARK, `${MARK}@example.kz`, `\u00c4 ${MARK}`, `  ${MARK}-trimmed `];

/** Records the marked users in every way there is, once more among them. */
async function recordMarked(server: LentServer): Promise<string> {
  const input = disclosureInput({ subjects: REFERENCES });
  await server.admin.request(RECORD, { input });
  await server.admin.request(RECORD, { input });
  await server.admin.errorsOf(RECORD, { input: { ...input, subjects: [`${MARK}-other`] } });
  const others = Array.from({ length: 3 }, () => disclosureInput({ subjects: REFERENCES }));
  await server.admin.request(RECORD_BATCH, { inputs: [...others, disclosureInput({ recipient: MARK })] });
  await server.admin.request(AMEND, {
    input: {
      amends: others[0]!.id,
      reason: "Wrong.",
      restated: disclosureInput({ id: undefined, subjects: REFERENCES }),
    },
  });
  return input.id;
}

async function expectNotInClear(server: LentServer): Promise<void> {
  const dump = await dumpRows(server.database.owner);
  // The dump shows what was recorded, and bytes in hexadecimal.
  expect(dump).toContain("example_courier");
  expect(dump).not.toContain(MARK);
  const bytes = Buffer.from(MARK);
  expect(dump).not.toContain(bytes.toString("hex"));
  for (const shift of [0, 1, 2]) {
    // Base64 reads differently at each place in three; the last characters depend on what follows.
    const inBase64 = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .slice(4, -4);
    expect(dump).not.toContain(inBase64);
  }
}

const HANDLES = "query ($id: UUID!) { disclosure(id: $id) { subjects { nodes { id } } } }";

interface Shown {
  readonly disclosure: { readonly subjects: { readonly nodes: { id: string }[] } };
}

describe("a user's reference", () => {
  const server = withTestServer();

  it("is found in no row of any table after it was recorded, repeated, refused and amended", async () => {
    await recordMarked(server);
    await expectNotInClear(server);
  });

  it("finds the user all the same, and is revealed to nobody", async () => {
    const id = await recordMarked(server);
    const { disclosure } = await server.admin.request<Shown>(HANDLES, { id });
    expect(disclosure.subjects.nodes).toHaveLength(REFERENCES.length);
    const input = { id: disclosure.subjects.nodes[0]!.id, reason: "To see." };
    const [error] = await server.admin.errorsOf(REVEAL, { input });
    expect(error!.extensions).toEqual({ code: "CONFLICT", fields: ["id"] });
    for (const reference of REFERENCES) {
      const { dataSubject } = await server.admin.request<{ dataSubject: { id: string } }>(
        "query ($reference: String!) { dataSubject(reference: $reference) { id } }",
        { reference },
      );
      expect(disclosure.subjects.nodes.map((node) => node.id)).toContain(dataSubject.id);
    }
  });

  it("answers in opaque handles, the same for a user in every disclosure, that tell no number", async () => {
    const [one, other] = [await recordMarked(server), await recordMarked(server)];
    const handlesOf = async (id: string) =>
      (await server.admin.request<Shown>(HANDLES, { id })).disclosure.subjects.nodes.map((node) => node.id);
    expect(await handlesOf(one)).toEqual(await handlesOf(other));
    for (const handle of await handlesOf(one)) expect(handle).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });
});

describe("a sealed reference", () => {
  const server = withTestServer({ sealReferences: true });

  it("is in clear in no row either", async () => {
    await recordMarked(server);
    await expectNotInClear(server);
    const dump = await dumpRows(server.database.owner);
    expect(dump).toMatch(/sealed_reference:\n\(0,/);
  });

  it("is revealed to an administrator as it was normalised", async () => {
    const id = await recordMarked(server);
    const { disclosure } = await server.admin.request<Shown>(HANDLES, { id });
    const revealed = await Promise.all(
      disclosure.subjects.nodes.map((node) => reveal(server.admin, node.id)),
    );
    expect(revealed.sort()).toEqual(REFERENCES.map((reference) => reference.trim()).sort());
  });

  it.each(["ANALYST", "AUDITOR"] as const)(
    "is refused to the role %s, which still sees the handles",
    async (role) => {
      const id = await recordMarked(server);
      const api = await server.as(role);
      const { disclosure: shown } = await server.admin.request<Shown>(HANDLES, { id });
      const input = { id: shown.subjects.nodes[0]!.id, reason: "To see." };
      const errors = await api.errorsOf(REVEAL, { input });
      expect(new Set(errors.map(({ extensions }) => extensions.code))).toEqual(new Set(["FORBIDDEN"]));
      expect(JSON.stringify(errors)).not.toContain(MARK);
      const { disclosure } = await api.request<Shown>(HANDLES, { id });
      expect(disclosure.subjects.nodes).toHaveLength(REFERENCES.length);
    },
  );
});
