import { BANK, COURIER, COURT, HOSTING, MARKETING } from "./lawfulness-story.js";
import { reveal } from "./look-up-operations.js";
import { postList } from "./send-list.js";
import type { RightsStory } from "./rights-story.js";
import type { LentServer } from "./test-server.js";

/** The disclosures of the story about users' rights, and what can be read of them and their users. */

const SURVEY = {
  recipient: "example_survey_agency",
  purpose: "quality_improvement",
  legalGround: "consent",
  categories: ["identification.email", "reviews"],
};

interface Cast {
  readonly user: string;
  /** Another user, covered by some of the same disclosures. */
  readonly companion: string;
  /** What the courier calls the user. */
  readonly atCourier: string;
  /** The demand that the court is answered on. */
  readonly authorityRequest: string;
}

/** Eight lawful disclosures of a user to six recipients, each with its moment; some texts name the user, as texts do. */
export function transfersOf({ user, companion, atCourier, authorityRequest }: Cast) {
  return [
    ["2026-02-10T11:00:00+05:00", { ...HOSTING, subjects: [user], note: `Account of ${user}` }],
    ["2026-02-11T10:00:00+05:00", { ...COURIER, subjects: [user], partnerReference: atCourier }],
    ["2026-02-12T10:00:00+05:00", { ...COURIER, subjects: [user, companion], note: "Two parcels" }],
    ["2026-02-13T10:00:00+05:00", { ...BANK, subjects: [user], externalReference: `loan-${user}` }],
    ["2026-02-14T10:00:00+05:00", { ...MARKETING, subjects: [companion, user], note: `For ${user} too` }],
    ["2026-02-15T10:00:00+05:00", { ...MARKETING, subjects: [user], source: `Mailing ${user}` }],
    ["2026-02-16T10:00:00+05:00", { ...SURVEY, subjects: [user] }],
    ["2026-02-17T10:00:00+05:00", { ...COURT, authorityRequest, subjects: [user] }],
  ] as const;
}

/** What the report generator counts of them, by recipient: disclosures, users of each added up, and different users. */
export const COUNTED = {
  example_advertiser: [2, 3, 2],
  example_bank: [1, 1, 1],
  example_courier: [2, 3, 2],
  example_court: [1, 1, 1],
  example_hosting: [1, 1, 1],
  example_survey_agency: [1, 1, 1],
};

type Seen = Record<string, unknown>;

/** What an analyst sees of a user; null where there is no such user. */
export async function seenOfUser(story: RightsStory, reference: string): Promise<Seen | null> {
  const { dataSubject } = await story.analyst.request<{ dataSubject: Seen | null }>(
    `query ($reference: String!) { dataSubject(reference: $reference) {
      disclosures { totalCount }
      requests { nodes { kind status } }
      status { refusesUse isBlocked communicationForbidden consentedGrounds { key } }
    } }`,
    { reference },
  );
  return dataSubject;
}

/** What an analyst sees of a request. */
export async function seenOfRequest(story: RightsStory, id: string, selection: string): Promise<Seen> {
  const { rightsRequest } = await story.analyst.request<{ rightsRequest: Seen }>(
    `query ($id: UUID!) { rightsRequest(id: $id) { ${selection} } }`,
    { id },
  );
  return rightsRequest;
}

const EVERYTHING = `{
  disclosures(first: 100, filter: { includeSuperseded: true }) { nodes {
    id note source externalReference partnerReference subjects(first: 100) { nodes { id } }
  } }
  findings(first: 100) { nodes { message subjects(first: 100) { nodes { id } } } }
  rightsRequests(first: 100) { nodes {
    id address subjectLine details reasons steps { kind note }
    notifications { id reports { evidence reason } subjectReference partnerReferences }
  } }
  recipientNotifications(first: 100) { nodes { id subjectReference partnerReferences reports { evidence reason } } }
}`;

interface Everything {
  readonly disclosures: {
    readonly nodes: readonly {
      readonly id: string;
      readonly subjects: { readonly nodes: readonly { readonly id: string }[] };
    }[];
  };
}

/**
 * All that whoever may read the most can read of users, which of `references` a match finds in each disclosure, and the export of
 * those whom a breach at the courier would concern.
 */
export async function readAll(
  server: LentServer,
  references: readonly string[],
): Promise<Map<string, string>> {
  const read = await server.admin.request<Everything>(EVERYTHING);
  const answers = new Map([["what an administrator reads", JSON.stringify(read)]]);
  const handles = read.disclosures.nodes.flatMap(({ subjects }) => subjects.nodes.map(({ id }) => id));
  const revealed = [...new Set(handles)].map((handle) => reveal(server.admin, handle));
  answers.set("what is revealed to an administrator", JSON.stringify(await Promise.all(revealed)));
  const list = references.map((reference) => `${reference}\n`).join("");
  for (const { id } of read.disclosures.nodes) {
    const to = { url: server.url, key: server.admin.key };
    const found = await postList(to, list, { path: `/subject-lists/match/${id}`, contentType: "text/csv" });
    answers.set(`matches of ${id}`, await found.text());
  }
  return answers.set("the export of a breach", await exportOfBreach(server, "example_courier"));
}

async function exportOfBreach({ admin, url }: LentServer, recipient: string): Promise<string> {
  const { createBreachSet } = await admin.request<{ createBreachSet: { set: { id: string } } }>(
    `mutation ($recipient: String!) { createBreachSet(input: { filter: { recipient: $recipient } }) { set { id } } }`,
    { recipient },
  );
  const address = new URL(`/exports/breach/${createBreachSet.set.id}`, url);
  const answer = await fetch(address, {
    method: "POST",
    headers: { authorization: `Bearer ${admin.key}`, "content-type": "application/json" },
    body: JSON.stringify({ reason: "To tell them." }),
  });
  return answer.text();
}
