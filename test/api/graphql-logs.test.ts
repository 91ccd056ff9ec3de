import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { createLogger } from "../../src/platform/observability/logger.js";
import { AMEND } from "../support/disclosure-operations.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { withTestServer, apiOf } from "../support/test-server.js";

/** What the server wrote to its log since the test began. */
const lines: Record<string, unknown>[] = [];
const logger = createLogger(
  "trace",
  {},
  {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  },
);
const server = withTestServer({ logger, sealReferences: true });

const MARK = "iin870101300123";

beforeEach(() => void lines.splice(0));

async function send(
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ id: string; text: string }> {
  const response = await fetch(server.url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${server.admin.key}`, ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { id: response.headers.get("x-request-id")!, text: await response.text() };
}

describe("The log", () => {
  it("has one line for a request: what was asked, by which key, with which errors", async () => {
    const good = await send({ query: "query Mine { me: viewer { name } disclosures { nodes { id } } }" });
    const bad = await send({
      query: '{ dataSubject(reference: "") { id } again: dataSubject(reference: "") { id } }',
    });
    const [one, other, ...more] = lines;
    expect(more).toEqual([]);
    const key = server.admin.key.split("_")[1];
    expect(one).toMatchObject({
      requestId: good.id,
      key,
      operation: "query",
      fields: ["viewer", "disclosures"],
      codes: [],
      msg: "graphql",
    });
    expect(other).toMatchObject({
      requestId: bad.id,
      key,
      fields: ["dataSubject", "dataSubject"],
      codes: ["BAD_USER_INPUT"],
    });
    expect(one!.ms).toEqual(expect.any(Number));
  });

  it("has a line also for a key that is not good, and none of the key", async () => {
    const { id } = await send({ query: "{ viewer { name } }" }, { authorization: `Bearer ${MARK}` });
    expect(lines).toEqual([
      expect.objectContaining({ requestId: id, codes: ["UNAUTHENTICATED"], msg: "graphql" }),
    ]);
    expect(JSON.stringify(lines)).not.toContain(MARK);
  });

  it("never has a reference, a secret, a variable, a literal or a name that a caller made up", async () => {
    const secrets = [server.admin.key];
    const input = disclosureInput({
      subjects: [MARK, `${MARK}-2`],
      note: MARK,
      externalReference: MARK,
      source: MARK,
    });
    await server.admin.request(RECORD, { input });
    await server.admin.request(AMEND, { input: { amends: input.id, reason: MARK, void: true } });
    await server.admin.request(
      `query Find${MARK} { ${MARK}: dataSubject(reference: "${MARK}") { id disclosures { nodes { note } } } }`,
    );
    await server.admin.request(
      "query ($reference: String!) { dataSubject(reference: $reference) { accounting { entries { count } } } }",
      { reference: MARK },
    );
    await server.admin.request(
      `{ disclosures(filter: { subject: "${MARK}" }, first: 1) { nodes { subjects { nodes { id } } } } }`,
    );
    const { createApiKey } = await server.admin.request<{ createApiKey: { secret: string } }>(
      `mutation { createApiKey(input: { name: "${MARK}", role: ANALYST }) { secret } }`,
    );
    secrets.push(createApiKey.secret);
    await apiOf(server.url, createApiKey.secret).request("{ viewer { name } }");
    for (const body of [
      { query: `{ dataSubject(reference: ${MARK}) { id } }` },
      { query: `{ dataSubject(reference: "${MARK}" "${MARK}") { id } }` },
      { query: `{ ${MARK} { id } }`, operationName: MARK },
      { query: "query ($id: UUID!) { disclosure(id: $id) { id } }", variables: { id: MARK } },
      { query: "{ disclosures(after: $after) { nodes { id } } }", variables: { after: MARK } },
      { query: RECORD, variables: { input: { ...disclosureInput(), recipient: MARK, [MARK]: MARK } } },
      `{"query": "${MARK}`,
    ]) {
      await send(body);
    }
    await fetch(new URL(`/${MARK}?reference=${MARK}`, server.url));
    const log = JSON.stringify(lines);
    expect(lines.length).toBeGreaterThan(10);
    expect(log).not.toContain(MARK);
    for (const secret of secrets) expect(log).not.toContain(secret.split("_")[2]);
    for (const kind of ["reference", "variables", "SELECT", "INSERT"]) expect(log).not.toContain(kind);
  });
});

describe("A fault of the registry", () => {
  const { database } = server;
  beforeEach(() => database.owner.query("ALTER TABLE disclosure_fingerprint RENAME TO mislaid"));
  afterEach(() => database.owner.query("ALTER TABLE mislaid RENAME TO disclosure_fingerprint"));

  it("is told to nobody, and logged by its place under the request's id", async () => {
    const input = disclosureInput({ subjects: [MARK] });
    const { id, text } = await send({ query: RECORD, variables: { input } });
    const { errors } = JSON.parse(text) as { errors: unknown[] };
    expect(errors).toEqual([
      {
        message: "Something went wrong in the registry. It has been logged under this request's id.",
        locations: expect.anything(),
        path: ["recordDisclosure"],
        extensions: { code: "INTERNAL" },
      },
    ]);
    const fault = lines.find(({ msg }) => msg === "fault");
    expect(fault).toMatchObject({ requestId: id, kind: "QueryFailedError" });
    expect((fault!.at as string[]).join("\n")).toContain("disclosure-fingerprints.repository");
    expect(lines).toContainEqual(
      expect.objectContaining({ requestId: id, codes: ["INTERNAL"], msg: "graphql" }),
    );
    for (const hidden of ["disclosure_fingerprint", "does not exist", "INSERT", MARK]) {
      expect(text + JSON.stringify(lines)).not.toContain(hidden);
    }
  });

  it("leaves nothing behind, and a retry succeeds once it is mended", async () => {
    const input = disclosureInput({ subjects: ["mended"] });
    await send({ query: RECORD, variables: { input } });
    await database.owner.query("ALTER TABLE mislaid RENAME TO disclosure_fingerprint");
    expect(await server.admin.request(RECORD, { input })).toMatchObject({
      recordDisclosure: { created: true },
    });
    await database.owner.query("ALTER TABLE disclosure_fingerprint RENAME TO mislaid");
  });

  it("in finding out who asks is logged under the request's id too", async () => {
    await database.owner.query("ALTER TABLE api_key RENAME TO api_key_mislaid");
    try {
      const response = await fetch(server.url, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: "Bearer never-seen-before" },
        body: '{"query":"{ viewer { name } }"}',
      });
      expect(response.status).toBe(500);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "INTERNAL" } }] });
      const requestId = response.headers.get("x-request-id");
      expect(lines).toContainEqual(
        expect.objectContaining({ requestId, msg: "fault", kind: "QueryFailedError" }),
      );
      expect(JSON.stringify(lines)).not.toContain("never-seen-before");
    } finally {
      await database.owner.query("ALTER TABLE api_key_mislaid RENAME TO api_key");
    }
  });
});
