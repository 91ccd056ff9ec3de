import { v7 } from "uuid";
import { disclosureInput, RECORD } from "./disclosure-input.js";
import { AMEND } from "./disclosure-operations.js";
import type { Api } from "./test-server.js";

/** A partner's key, and all that belongs to the partner; every text of it bears the partner's mark. */
export interface Partner {
  readonly api: Api;
  readonly recipient: string;
  /** What stands in answers that tell of the partner, and nowhere else. */
  readonly marks: readonly string[];
  /** Disclosures that are recorded for certain. */
  readonly ids: string[];
  /** Those that were sent, perhaps not recorded yet. */
  readonly sent: Set<string>;
}

/** What became of an operation: its data or its errors, as text. */
export interface Answer {
  readonly text: string;
  /** How many disclosures it says there are, where it says so. */
  readonly count?: number;
}

const READ =
  "query ($id: UUID!) { disclosure(id: $id) { id note recipient { key name } amends { id } amendedBy { id } } }";
const NODE = "query ($id: ID!) { node(id: $id) { id } }";
const LIST = /* GraphQL */ `
  query ($first: Int, $after: String, $filter: DisclosureFilter) {
    disclosures(first: $first, after: $after, filter: $filter) {
      totalCount
      nodes {
        id
        note
        recipient {
          key
        }
      }
      pageInfo {
        endCursor
      }
    }
  }
`;
const COUNT =
  "{ disclosureStatistics(groupBy: [RECIPIENT]) { rows { recipient { key name } disclosures distinctSubjects } } }";
const EVALUATE =
  "query ($input: RecordDisclosureInput!) { evaluateDisclosure(input: $input) { permitted findings { code message } } }";

/** Sends a document; what is refused is an answer, too. */
export async function answerOf(
  api: Api,
  document: string,
  variables?: Record<string, unknown>,
): Promise<string> {
  return api.request(document, variables).then(
    (data) => JSON.stringify(data),
    (error: { response?: { errors?: unknown } }) => JSON.stringify(error.response?.errors),
  );
}

const pick = <Value>(random: () => number, values: readonly Value[]): Value | undefined =>
  values[Math.floor(random() * values.length)];

/** A new disclosure of a partner's, who may send another's recipient. */
export function inputFor({ recipient, marks }: Partner, changes: Record<string, unknown> = {}) {
  return disclosureInput({ recipient, note: `for ${marks[0]}`, subjects: ["user-1", "user-2"], ...changes });
}

async function record(own: Partner, changes: Record<string, unknown> = {}): Promise<Answer> {
  const input = inputFor(own, changes);
  own.sent.add(input.id);
  const text = await answerOf(own.api, RECORD, { input });
  if (text.includes('"created":true')) own.ids.push(input.id);
  return { text };
}

/** What a partner does: with its own, and with what the other one has. Each answers what came back. */
export const OPERATIONS: readonly ((
  own: Partner,
  other: Partner,
  random: () => number,
) => Promise<Answer>)[] = [
  (own) => record(own),
  (own) => record(own),
  async (own, other) => ({
    text: await answerOf(own.api, RECORD, { input: { ...inputFor(own), recipient: other.recipient } }),
  }),
  // Under an id that the other has taken.
  async (own, other, random) => {
    const id = pick(random, other.ids);
    if (id === undefined) return record(own);
    return {
      text: (await answerOf(own.api, RECORD, { input: { ...inputFor(own), id } })).replaceAll(id, ""),
    };
  },
  async (own, _other, random) => ({
    text: await answerOf(own.api, READ, { id: pick(random, own.ids) ?? v7() }),
  }),
  async (own, other, random) => ({
    text: await answerOf(own.api, READ, { id: pick(random, other.ids) ?? v7() }),
  }),
  async (own, other, random) => ({
    text: await answerOf(own.api, NODE, { id: pick(random, other.ids) ?? v7() }),
  }),
  async (own, other, random) => {
    const amends = pick(random, other.ids) ?? v7();
    const input = { id: v7(), amends, reason: "A slip", void: true };
    return { text: await answerOf(own.api, AMEND, { input }) };
  },
  async (own) => {
    const text = await answerOf(own.api, LIST, { first: 20 });
    return { text, count: Number(/"totalCount":(\d+)/.exec(text)?.[1]) };
  },
  // With the cursor of a place in the other's list.
  async (own, other) => {
    const page = await answerOf(other.api, LIST, { first: 3 });
    const after = /"endCursor":"([^"]+)"/.exec(page)?.[1];
    return { text: await answerOf(own.api, LIST, { first: 20, after }) };
  },
  async (own, other) => ({
    text: await answerOf(own.api, LIST, { first: 5, filter: { recipient: other.recipient } }),
  }),
  async (own) => {
    const text = await answerOf(own.api, COUNT);
    return { text, count: Number(/"disclosures":(\d+)/.exec(text)?.[1] ?? 0) };
  },
  async (own, other) => {
    const { id: _, occurredAt: __, note: ___, ...input } = inputFor(own, { recipient: other.recipient });
    return { text: await answerOf(own.api, EVALUATE, { input }) };
  },
];
