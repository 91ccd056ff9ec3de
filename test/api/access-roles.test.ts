import { beforeAll, describe, expect, it } from "@jest/globals";
import { PERMISSIONS, ROLES, type Permission, type Role } from "../../src/modules/access/index.js";
import {
  authorityRequestInput,
  REGISTER_REQUEST,
  REVIEW_REQUEST,
  SUSPEND,
  suspensionInput,
} from "../support/authority-operations.js";
import { AMEND, RECORD_BATCH } from "../support/disclosure-operations.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { consentInput, RECORD_CONSENT, RESTRICT_USE, restrictionInput } from "../support/fact-operations.js";
import { ACKNOWLEDGE, recordJudged } from "../support/finding-operations.js";
import { destructionInput, RECORD_DESTRUCTION } from "../support/retention-operations.js";
import { sendList } from "../support/send-list.js";
import { countRows } from "../support/stored-rows.js";
import { handleOf, REVEAL } from "../support/look-up-operations.js";
import { addPerson, END_SIGN_INS } from "../support/people-operations.js";
import { MAY } from "../support/role-permissions.js";
import { OPEN_REQUEST, rightsRequestInput } from "../support/rights-operations.js";
import { withTestServer, type Api, type RequestError } from "../support/test-server.js";

const server = withTestServer({ sealReferences: true });

const callers = new Map<Role, Api>();
let recorded: string;
let registered: string;
/** The handle of a user. */
let ann: string;
/** A finding for each caller, because each is acknowledged once. */
const found = new Map<Api, string>();
/** A list of each caller who may send one. */
const listOf = new Map<Api, string>();
let spareKey: string;
let somebody: string;

beforeAll(async () => {
  for (const role of ROLES) callers.set(role, await server.as(role));
  const input = disclosureInput({ subjects: ["ann"] });
  await server.admin.request(RECORD, { input });
  recorded = input.id;
  ann = await handleOf(server.admin, "ann");
  const request = authorityRequestInput();
  await server.admin.request(REGISTER_REQUEST, { input: request });
  registered = request.id;
  for (const api of callers.values()) {
    const findings = await recordJudged(server.admin, { categories: ["identification.email"] });
    found.set(api, findings[0]!.id);
    const { id } = await sendList({ url: server.url, key: api.key }, "ann\n");
    if (id !== undefined) listOf.set(api, id);
  }
  const { createApiKey } = await server.admin.request<{ createApiKey: { apiKey: { id: string } } }>(
    `mutation { createApiKey(input: { name: "Spare", role: REPORTER }) { apiKey { id } } }`,
  );
  spareKey = createApiKey.apiKey.id;
  somebody = await addPerson(server);
});

type Operation = (api: Api) => readonly [document: string, variables?: Record<string, unknown>];

/** An operation, what it needs, and what its refusal names. */
const OPERATIONS: readonly (readonly [string, Permission, Operation])[] = [
  ["Query.dataMap", "READ_DATA_MAP", () => ["{ dataMap { revision recipients { key } } }"]],
  [
    "Mutation.upsertRecipient",
    "WRITE_DATA_MAP",
    () => [
      'mutation { upsertRecipient(input: { key: "example_bank", name: "A Bank", dryRun: true }) { applied } }',
    ],
  ],
  ["Query.recipients", "READ_DATA_MAP", () => ["{ recipients { nodes { key } } }"]],
  ["Query.dataCategory", "READ_DATA_MAP", () => ['{ dataCategory(key: "usage") { key } }']],
  ["Query.disclosure", "READ_DISCLOSURES", () => [`{ disclosure(id: "${recorded}") { id } }`]],
  ["Query.node for a recorded fact", "READ_DISCLOSURES", () => [`{ node(id: "${recorded}") { id } }`]],
  ["Query.disclosures", "READ_DISCLOSURES", () => ["{ disclosures { totalCount nodes { id } } }"]],
  [
    "the filter `subject`",
    "LOOK_UP_DATA_SUBJECTS",
    () => ['{ disclosures(filter: { subject: "ann" }) { nodes { id } } }'],
  ],
  [
    "Query.dataSubject",
    "LOOK_UP_DATA_SUBJECTS",
    () => ['{ dataSubject(reference: "ann") { id accounting { entries { count } } } }'],
  ],
  [
    "Mutation.revealReference",
    "REVEAL_REFERENCES",
    () => [REVEAL, { input: { id: ann, reason: "To tell her." } }],
  ],
  ["Mutation.recordDisclosure", "RECORD_DISCLOSURES", () => [RECORD, { input: disclosureInput() }]],
  ["Mutation.recordDisclosures", "RECORD_DISCLOSURES", () => [RECORD_BATCH, { inputs: [disclosureInput()] }]],
  ["Mutation.recordConsent", "RECORD_SUBJECT_FACTS", () => [RECORD_CONSENT, { input: consentInput() }]],
  ["Mutation.restrictUse", "RECORD_SUBJECT_FACTS", () => [RESTRICT_USE, { input: restrictionInput() }]],
  [
    "Mutation.registerAuthorityRequest",
    "RECORD_DISCLOSURES",
    () => [REGISTER_REQUEST, { input: authorityRequestInput() }],
  ],
  ["Query.authorityRequests", "READ_DISCLOSURES", () => ["{ authorityRequests { totalCount } }"]],
  [
    "Mutation.reviewAuthorityRequest",
    "REVIEW_AUTHORITY_REQUESTS",
    () => [REVIEW_REQUEST, { input: { id: registered, lawful: true, reasons: "It names the law." } }],
  ],
  [
    "Mutation.suspendAccounting",
    "REVIEW_AUTHORITY_REQUESTS",
    () => [SUSPEND, { input: suspensionInput(registered) }],
  ],
  ["Query.findings", "READ_DISCLOSURES", () => ["{ findings { totalCount nodes { code } } }"]],
  ["Query.findingCounts", "READ_STATISTICS", () => ["{ findingCounts { findings } }"]],
  [
    "Mutation.acknowledgeFinding",
    "ACKNOWLEDGE_FINDINGS",
    (api) => [ACKNOWLEDGE, { input: { id: found.get(api), note: "Seen." } }],
  ],
  [
    "Mutation.openRightsRequest",
    "OPEN_RIGHTS_REQUESTS",
    () => [OPEN_REQUEST, { input: rightsRequestInput() }],
  ],
  [
    "Mutation.giveAccounting",
    "GIVE_ACCOUNTINGS",
    () => ['mutation { giveAccounting(input: { subject: "ann" }) { accountingGiven { id text } } }'],
  ],
  ["Query.rightsRequests", "READ_RIGHTS_REQUESTS", () => ["{ rightsRequests { totalCount } }"]],
  [
    "Query.retentionDue",
    "READ_STATISTICS",
    () => ['{ retentionDue(asOf: "2026-01-31") { rows { totalCount } } }'],
  ],
  [
    "Mutation.recordDestruction",
    "RECORD_DESTRUCTIONS",
    (api) => [
      RECORD_DESTRUCTION,
      { input: destructionInput({ subjectList: listOf.get(api), reason: "It was." }) },
    ],
  ],
  ["Query.ledger", "READ_LEDGER", () => ["{ ledger { size checkpoint } }"]],
  ["Query.apiKeys", "MANAGE_API_KEYS", () => ["{ apiKeys { nodes { id } } }"]],
  [
    "Mutation.createApiKey",
    "MANAGE_API_KEYS",
    () => ['mutation { createApiKey(input: { name: "New", role: ADMIN }) { secret } }'],
  ],
  ["Query.people", "MANAGE_API_KEYS", () => ["{ people { nodes { id } } }"]],
  ["Mutation.endSignIns", "MANAGE_API_KEYS", () => [END_SIGN_INS, { id: somebody }]],
  [
    "Mutation.revokeApiKey",
    "MANAGE_API_KEYS",
    () => ["mutation ($id: ID!) { revokeApiKey(input: { id: $id }) { apiKey { id } } }", { id: spareKey }],
  ],
];

const CASES = ROLES.flatMap((role) =>
  OPERATIONS.map(([what, permission, operation]) => ({ role, what, permission, operation })),
);
/** Of two permissions that an operation needs, the first one missing is told. */
const needed = (what: string, permission: Permission): readonly Permission[] =>
  what === "the filter `subject`" ? ["READ_DISCLOSURES", permission] : [permission];
const mayUse = ({ role, what, permission }: (typeof CASES)[number]): boolean =>
  needed(what, permission).every((each) => MAY[role].includes(each));

describe("A role", () => {
  it.each(CASES.filter(mayUse))("$role may use $what", async ({ role, operation }) => {
    const api = callers.get(role)!;
    await expect(api.request(...operation(api))).resolves.toBeDefined();
  });

  it.each(CASES.filter((each) => !mayUse(each)))(
    "$role may not use $what, and is told the permission, and nothing is stored",
    async ({ role, what, permission, operation }) => {
      const api = callers.get(role)!;
      const before = await countRows(server.database.owner);
      const errors = await api.errorsOf(...operation(api));
      expect(new Set(errors.map(({ extensions }) => extensions.code))).toEqual(new Set(["FORBIDDEN"]));
      const missing = needed(what, permission).find((each) => !MAY[role].includes(each))!;
      const [error] = errors as [RequestError];
      expect(error.message).toMatch(new RegExp(`^A key with the role ${role} may not use `));
      expect(error.message).toContain(`it needs the permission ${missing}`);
      expect(error.message).toContain("Ask an administrator");
      if (missing === permission) expect(error.message).toContain(`may not use ${what}:`);
      expect(await countRows(server.database.owner)).toEqual(before);
    },
  );

  it.each(ROLES)("%s sees in viewer what it may do", async (role) => {
    const { viewer } = await callers
      .get(role)!
      .request<{ viewer: object }>("{ viewer { name roles permissions } }");
    expect(viewer).toEqual({ name: `A test's ${role}`, roles: [role], permissions: MAY[role] });
  });

  it("is the only one that may reveal references, or manage keys, if it is ADMIN", () => {
    for (const permission of ["REVEAL_REFERENCES", "MANAGE_API_KEYS"] as const) {
      expect(ROLES.filter((role) => MAY[role].includes(permission))).toEqual(["ADMIN"]);
    }
    expect(PERMISSIONS.every((permission) => MAY.ADMIN.includes(permission))).toBe(true);
  });
});

describe("An INTEGRATION key", () => {
  const OWN = `id occurredAt recordedAt subjectCount crossBorder revision note recordedBy
    recipient { key name } purpose { key } legalGround { key } categories { key } policyVersion { number }`;
  const RECORD_AND_READ = `mutation ($input: RecordDisclosureInput!) { recordDisclosure(input: $input) { created disclosure { ${OWN} } } }`;
  const integration = () => callers.get("INTEGRATION")!;

  it("reads back what its own call answers", async () => {
    const input = disclosureInput({ note: "the first parcel" });
    expect(await integration().request(RECORD_AND_READ, { input })).toMatchObject({
      recordDisclosure: {
        created: true,
        disclosure: {
          id: input.id,
          note: "the first parcel",
          recordedBy: "A test's INTEGRATION",
          recipient: { name: "Example Courier LLP" },
        },
      },
    });
    const { id, ...restated } = disclosureInput();
    const amendment = { id, amends: input.id, reason: "Another parcel.", restated };
    expect(await integration().request(AMEND, { input: amendment })).toMatchObject({
      amendDisclosure: {
        created: true,
        disclosure: { id },
        amended: { id: input.id },
        amendment: { reason: "Another parcel." },
      },
    });
  });

  it.each(["subjects { nodes { id } }", "amends { id }", "amendedBy { id }", "duplicatesSuspected { id }"])(
    "reads through it nothing of others: %s",
    async (selection) => {
      const document = `mutation ($input: RecordDisclosureInput!) { recordDisclosure(input: $input) { disclosure { id ${selection} } } }`;
      const input = disclosureInput();
      const [error] = await integration().errorsOf(document, { input });
      expect(error!.extensions.code).toBe("FORBIDDEN");
      expect(error!.message).toContain("READ_DISCLOSURES");
      // The field was refused, and the disclosure recorded: a retry without the field says so.
      expect(await integration().request(RECORD, { input })).toMatchObject({
        recordDisclosure: { created: false },
      });
    },
  );
});
