import { beforeEach, describe, expect, it } from "@jest/globals";
import { pino } from "pino";
import { HostileDocuments, randomOf } from "../support/hostile-documents.js";
import { hostileCalls, hostileStrings } from "../support/hostile-strings.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { countRows, dumpRows } from "../support/stored-rows.js";
import { withTestServer } from "../support/test-server.js";

const log: string[] = [];
const logger = pino({ level: "trace", base: null }, { write: (line: string) => void log.push(line) });
const server = withTestServer({ logger });
beforeEach(() => void log.splice(0));

/** A second or two where nothing else runs. */
const MS_MAX = 120_000;

const MARK = "canary870101";

/** What a caller may be told of a mistake of its own. */
const CODES = [
  "BAD_USER_INPUT",
  "CONFLICT",
  "FORBIDDEN",
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "NOT_FOUND",
  "TOO_COSTLY",
];

interface Sent {
  readonly status: number;
  readonly errors: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

async function send(body: unknown): Promise<Sent> {
  const response = await fetch(server.url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${server.admin.key}` },
    body: JSON.stringify(body),
  });
  const { errors = [] } = (await response.json()) as { errors?: Sent["errors"] };
  return { status: response.status, errors };
}

/** Changes of the data map, which take a while each and go one way into the database: a part of them will do. */
const MAP_CHANGE = /^Mutation\.(?:upsert|retire)/;

/** Some at a time. Answers what is wrong with each answer, after its label. */
async function sendAll(
  requests: readonly { readonly label: string; readonly body: unknown }[],
): Promise<string[]> {
  const amiss: string[] = [];
  const waiting = [...requests];
  const work = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { label, body } = next;
      amiss.push(...amissIn(await send(body)).map((what) => `${what}: ${label}`));
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return amiss;
}

/** What is wrong with an answer; nothing where it has an answer, or refuses with a code. */
function amissIn({ status, errors }: Sent): string[] {
  const codes = errors
    .map(({ extensions }) => extensions?.code ?? "no code")
    .filter((code) => !CODES.includes(code));
  const told = errors
    .filter(({ message }) => message.includes(MARK))
    .map(() => "a message repeats what was sent");
  return [...(status >= 500 ? [`status ${status}`] : []), ...codes, ...told];
}

describe("A hostile text", () => {
  it(
    "is a value like any other in each argument that takes one",
    async () => {
      await server.admin.request(RECORD, { input: disclosureInput() });
      const before = await countRows(server.database.owner);
      const texts = hostileStrings(MARK);
      const calls = hostileCalls(server.schema).filter(
        ({ place }, index) => !MAP_CHANGE.test(place) || index % 4 === 0,
      );
      const amiss = await sendAll(
        calls.map(({ place, query, variables }, index) => {
          const text = texts[index % texts.length]!;
          return {
            label: `${place} with ${JSON.stringify(text)}`,
            body: { query, variables: variables(text) },
          };
        }),
      );
      expect(amiss).toEqual([]);
      expect(calls.length).toBeGreaterThan(150);
      const after = await countRows(server.database.owner);
      expect(Object.keys(after)).toEqual(Object.keys(before));
      expect(after.disclosure).toBeGreaterThanOrEqual(before.disclosure!);
      expect(log.join("")).not.toContain(MARK);
      expect(log.join("")).not.toContain('"fault"');
    },
    MS_MAX,
  );
});

describe("A user's reference", () => {
  const REFERENCE = "canaryreference7";
  it(
    "is found nowhere in the tables, the log or a message, wherever it was sent",
    async () => {
      const said: string[] = [];
      for (const { place, query, variables } of hostileCalls(server.schema)) {
        if (!/[.(](subjects?|reference|references)\)$/.test(place)) continue;
        said.push(JSON.stringify((await send({ query, variables: variables(REFERENCE) })).errors));
      }
      await server.admin.request(RECORD, { input: disclosureInput({ subjects: [REFERENCE] }) });
      expect(said.length).toBeGreaterThan(10);
      expect(said.join("")).not.toContain(REFERENCE);
      expect(log.join("")).not.toContain(REFERENCE);
      const rows = await dumpRows(server.database.owner);
      expect(rows).not.toContain(REFERENCE);
      expect(rows).not.toContain(Buffer.from(REFERENCE).toString("hex"));
    },
    MS_MAX,
  );
});

describe("A hostile document", () => {
  it(
    "made along the schema's grammar is answered, or refused with a code",
    async () => {
      const documents = new HostileDocuments(server.schema, randomOf(8));
      const amiss = await sendAll(
        Array.from({ length: 300 }, () => {
          const query = documents.next();
          return { label: query.slice(0, 500), body: { query } };
        }),
      );
      expect(amiss).toEqual([]);
      expect(log.join("")).not.toContain('"fault"');
    },
    MS_MAX,
  );
});
