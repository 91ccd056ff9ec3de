import type { DemoKey } from "./demo-key.js";

const HISTORY =
  "query ($user: String!) { dataSubject(reference: $user) { disclosures(first: 3, includeSuperseded: true) " +
  "{ totalCount nodes { occurredAt direction recipient { name } amendedBy { kind reason } } } } }";

const ACROSS_BORDERS =
  "{ disclosures(first: 3, filter: { crossBorder: true }) " +
  "{ totalCount nodes { occurredAt recipient { name } counterpartyCountry safeguard { name } subjectCount } } }";

const NOT_ALLOWED =
  "{ findings(first: 3, filter: { kind: BREACH }) { totalCount nodes { code message subjectCount } } }";

/** How to ask on, with three requests to copy. */
export function lookFurther(url: string, { token, expiresAt }: DemoKey, user: string): string {
  return `To look further, ask ${url} with this key, which the demo made for you. It may record and look up, until ${expiresAt.toISOString().slice(0, 16)} UTC:

  KEY=${token}

Every transfer of ${user}, corrected ones included:

  ${curl(url, { query: HISTORY, variables: { user } })}

What left the country, and under which safeguard:

  ${curl(url, { query: ACROSS_BORDERS })}

What should not have happened, and what would make it right:

  ${curl(url, { query: NOT_ALLOWED })}

schema.graphql lists everything else that can be asked.`;
}

function curl(url: string, body: object): string {
  return `curl -s ${url} -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`;
}
