import { beforeAll, describe, expect, it } from "@jest/globals";
import { randomBytes } from "node:crypto";
import { v7 } from "uuid";
import { createBreachSet } from "../support/breach-operations.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { keysOf } from "../support/key-operations.js";
import { handleOf } from "../support/look-up-operations.js";
import { addPerson } from "../support/people-operations.js";
import {
  confirmIdentity,
  decidedRequest,
  OPEN_REQUEST,
  rightsRequestInput,
} from "../support/rights-operations.js";
import { sendList } from "../support/send-list.js";
import { withTestServer } from "../support/test-server.js";

/** Whoever may not see a thing is answered alike whether it is there or not: same status, same text, as many statements. */

const server = withTestServer();

const ROLES = [
  "nobody",
  "unknown key",
  "bound INTEGRATION",
  "INTEGRATION",
  "REPORTER",
  "AUDITOR",
  "ANALYST",
  "ADMIN",
] as const;
type AskingRole = (typeof ROLES)[number];

const ATTEMPTS = 4;
/** Of a user's handle. */
const HANDLE_CHARS = 22;

/** What is there, by what it is. */
const there = new Map<string, string>();
const keys = new Map<AskingRole, string>();

beforeAll(async () => {
  const { admin } = server;
  const recorded = disclosureInput({ subjects: ["known", "other"], recipient: "example_courier" });
  await admin.request(RECORD, { input: recorded });
  // It breaks a rule of the data map, so that there is a finding.
  const unlawful = disclosureInput({ subjects: ["other"], categories: ["reviews"] });
  await admin.request(RECORD, { input: unlawful });
  await decidedRequest(admin, { subject: "erased", kind: "ERASURE" });
  const request = rightsRequestInput({ subject: "known" });
  await admin.request(OPEN_REQUEST, { input: request });
  await confirmIdentity(admin, request.id);
  const list = await sendList({ url: server.url, key: admin.key }, "known\n");
  const set = await createBreachSet(admin, { recipient: "example_courier" });
  const { id: key } = await keysOf(server).newKey();
  const { findings } = await admin.request<{ findings: { nodes: { id: string }[] } }>(
    "{ findings(first: 1) { nodes { id } } }",
  );
  for (const [name, value] of Object.entries({
    user: "known",
    "erased user": "erased",
    handle: await handleOf(admin, "known"),
    disclosure: recorded.id,
    "rights request": request.id,
    finding: findings.nodes[0]!.id,
    key,
    person: await addPerson(server),
    list: list.id!,
    export: set.id,
  })) {
    there.set(name, value);
  }
  keys.set("nobody", "");
  keys.set("unknown key", "dr_unknown_unknown");
  keys.set("ADMIN", admin.key);
  const bound = { name: "A partner", role: "INTEGRATION", recipients: ["example_bank"] } as const;
  keys.set("bound INTEGRATION", (await server.app.keys.create(bound, "test")).token);
  for (const role of ["INTEGRATION", "REPORTER", "AUDITOR", "ANALYST"] as const)
    keys.set(role, (await server.as(role)).key);
});

interface Asked {
  readonly path?: string;
  readonly method?: string;
  readonly body?: unknown;
}

/** What is asked about, how, and who may learn by it whether that is there; to all others it looks like what is not. */
type Question = readonly [about: string, ask: (what: string) => Asked, mayTell: readonly AskingRole[]];

const graphql = (query: string, variables: (what: string) => Record<string, unknown>) => (what: string) => ({
  body: { query, variables: variables(what) },
});
const byId = (field: string, type = "UUID") =>
  graphql(`query ($id: ${type}!) { ${field}(id: $id) { __typename } }`, (id) => ({ id }));
const change = (field: string, type: string, more: Record<string, unknown> = {}) =>
  graphql(`mutation ($input: ${type}!) { ${field}(input: $input) { __typename } }`, (id) => ({
    input: { ...more, id },
  }));
const user = graphql("query ($r: String!) { dataSubject(reference: $r) { __typename } }", (r) => ({ r }));
const disclosing = (changes: (what: string) => Record<string, unknown>) => (what: string) => ({
  body: {
    query: "mutation ($input: RecordDisclosureInput!) { recordDisclosure(input: $input) { created } }",
    variables: { input: disclosureInput({ recipient: "example_bank", ...changes(what) }) },
  },
});

const READERS = ["AUDITOR", "ANALYST", "ADMIN"] as const;
const ANALYSTS = ["ANALYST", "ADMIN"] as const;

const QUESTIONS: Readonly<Record<string, Question>> = {
  "dataSubject of a user": ["user", user, ANALYSTS],
  "dataSubject of an erased user": ["erased user", user, []],
  "disclosures of a user": [
    "user",
    graphql("query ($r: String!) { disclosures(filter: { subject: $r }) { totalCount } }", (r) => ({ r })),
    ANALYSTS,
  ],
  // By the number of statements alone: who is new to the registry is entered (docs/partners.md).
  "recordDisclosure about a user": [
    "user",
    disclosing((user) => ({ subjects: [user] })),
    ["bound INTEGRATION", "INTEGRATION", ...ANALYSTS],
  ],
  "evaluateDisclosure about a user": [
    "user",
    (user) => ({
      body: {
        query: "query ($input: RecordDisclosureInput!) { evaluateDisclosure(input: $input) { __typename } }",
        variables: { input: disclosureInput({ recipient: "example_bank", subjects: [user] }) },
      },
    }),
    [],
  ],
  "recordDisclosure about a list": [
    "list",
    disclosing((subjectList) => ({ subjects: undefined, subjectList })),
    // Lists are their sender's alone.
    ["ADMIN"],
  ],
  disclosure: ["disclosure", byId("disclosure"), READERS],
  "node of a disclosure": ["disclosure", byId("node", "ID"), READERS],
  "node of a finding": ["finding", byId("node", "ID"), []],
  "node of a key": ["key", byId("node", "ID"), []],
  "node of a user": ["handle", byId("node", "ID"), []],
  amendDisclosure: [
    "disclosure",
    (amends) => change("amendDisclosure", "AmendDisclosureInput", { amends, reason: "", void: true })(v7()),
    [],
  ],
  acknowledgeFinding: [
    "finding",
    change("acknowledgeFinding", "AcknowledgeFindingInput", { note: "Seen." }),
    ANALYSTS,
  ],
  rightsRequest: ["rights request", byId("rightsRequest"), READERS],
  decideRightsRequest: [
    "rights request",
    change("decideRightsRequest", "DecideRightsRequestInput", { outcome: "FULFILLED", reasons: "Right." }),
    ANALYSTS,
  ],
  revealReference: [
    "handle",
    change("revealReference", "RevealReferenceInput", { reason: "Why." }),
    ["ADMIN"],
  ],
  rotateApiKey: ["key", change("rotateApiKey", "RotateApiKeyInput"), ["ADMIN"]],
  revokeApiKey: ["key", change("revokeApiKey", "RevokeApiKeyInput"), ["ADMIN"]],
  endSignIns: ["person", change("endSignIns", "EndSignInsInput"), ["ADMIN"]],
  "an export": ["export", (set) => ({ path: `/exports/breach/${set}`, method: "GET" }), ANALYSTS],
  "a match with a list": ["list", (list) => ({ path: `/subject-lists/match/${list}` }), ANALYSTS],
};

/** The texts and statements of an answer, without what was asked about. */
async function answerOf(role: AskingRole, what: string, { path = "/graphql", method = "POST", body }: Asked) {
  let answer = "";
  const { count } = await server.statementsOf(async () => {
    const key = keys.get(role)!;
    const response = await fetch(new URL(path, server.url), {
      method,
      headers: {
        ...(key !== "" && { authorization: `Bearer ${key}` }),
        ...(method === "POST" && { "content-type": body ? "application/json" : "text/csv" }),
      },
      ...(method === "POST" && { body: body ? JSON.stringify(body) : "known\n" }),
    });
    answer = `${response.status} ${(await response.text()).replaceAll(what, "WHAT")}`;
  });
  return `${answer} after ${count} statements`;
}

describe("Whether it is there is told to nobody who may not see it", () => {
  it.each(Object.keys(QUESTIONS))("%s", async (name) => {
    const [about, ask, mayTell] = QUESTIONS[name]!;
    const known = there.get(about)!;
    const telling: AskingRole[] = [];
    const differs = async (role: AskingRole) => {
      const other = nothingLike(known);
      return (await answerOf(role, other, ask(other))) !== (await answerOf(role, known, ask(known)));
    };
    for (const role of ROLES) {
      // Now and then a key is read again, or what runs beside it sends a statement: that does not happen each time.
      let isTold = true;
      for (let attempt = 0; isTold && attempt < ATTEMPTS; attempt += 1) isTold = await differs(role);
      if (isTold) telling.push(role);
    }
    expect(telling).toEqual(mayTell);
  });
});

let made = 0;
/** Of the same form, and not there. */
function nothingLike(known: string): string {
  if (/^[0-9a-f-]{36}$/.test(known)) return v7({ msecs: Date.now() - 1_000 });
  if (known.length === HANDLE_CHARS) return randomBytes(16).toString("base64url");
  return `nobody-${(made += 1)}`;
}
