import { v7 } from "uuid";

/** What the connections of a load ask for. Plain data, because it travels to a worker. */
export type Workload =
  | { readonly kind: "single"; readonly users: number; readonly onConsent?: boolean }
  | { readonly kind: "batch"; readonly users: number; readonly size: number }
  /** Asks for the newest disclosures of each of these users, in turn. Every one of them has some. */
  | { readonly kind: "look-up"; readonly users: readonly number[] };

/** How to make the body of each call, and what an answer that counts holds. */
export interface Calls {
  readonly body: () => string;
  readonly isGood: (answer: string) => boolean;
}

const RECORD_ONE =
  "mutation Record($input: RecordDisclosureInput!) { recordDisclosure(input: $input) { created disclosure { id } } }";
const RECORD_MANY =
  "mutation Record($inputs: [RecordDisclosureInput!]!) { recordDisclosures(inputs: $inputs) { results { created error { code } disclosure { id } } } }";
const LOOK_UP =
  "query LookUp($reference: String!) { dataSubject(reference: $reference) { disclosures(first: 20) { nodes { id occurredAt recipient { key } } } } }";
const CREATED = '"created":true';

/** The platform's reference of the user with this number. */
export function referenceOf(user: number): string {
  return `user-${user.toString().padStart(9, "0")}@example.com`;
}

/** The id of the disclosure that a call of the kind `single` was told it had recorded. */
export function recordedId(answer: string): string {
  const id = /"id":"([0-9a-f-]{36})"/.exec(answer)?.[1];
  if (id === undefined) throw new Error(`An answer names no disclosure: ${answer.slice(0, 500)}`);
  return id;
}

export function callsOf(workload: Workload): Calls {
  switch (workload.kind) {
    case "single":
      return {
        body: bodyOf(RECORD_ONE, "input", () => inputText(workload.users, workload.onConsent === true)),
        isGood: (answer) => answer.includes(CREATED),
      };
    case "batch":
      return {
        body: bodyOf(RECORD_MANY, "inputs", () => {
          const inputs = Array.from({ length: workload.size }, () => inputText(workload.users));
          return `[${inputs.join(",")}]`;
        }),
        isGood: (answer) => answer.split(CREATED).length - 1 === workload.size,
      };
    case "look-up": {
      let turn = 0;
      return {
        body: bodyOf(
          LOOK_UP,
          "reference",
          () => `"${referenceOf(workload.users[turn++ % workload.users.length]!)}"`,
        ),
        isGood: (answer) => answer.includes('"nodes":[{"id":') && !answer.includes('"errors":'),
      };
    }
  }
}

function bodyOf(query: string, variable: string, value: () => string): () => string {
  const start = `{"query":${JSON.stringify(query)},"variables":{"${variable}":`;
  return () => `${start}${value()}}}`;
}

const TO_COURIER =
  '"recipient":"example_courier","purpose":"provision_of_services","legalGround":"contract","categories":["identification.first_name","identification.last_name","identification.home_address"]';
const TO_ADVERTISER =
  '"recipient":"example_advertiser","purpose":"marketing","legalGround":"consent","categories":["identification.email"]';

/**
 * A transfer of one user's address, to a courier or to an advertiser on the user's consent, as a partner's program logs it. Written as
 * text: the generator must stay quick.
 */
function inputText(users: number, onConsent = false): string {
  const user = Math.floor(Math.random() * users);
  return (
    `{"id":"${v7()}","occurredAt":"${new Date().toISOString()}",${onConsent ? TO_ADVERTISER : TO_COURIER},` +
    `"subjects":["${referenceOf(user)}"]}`
  );
}
