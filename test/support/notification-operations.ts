import { v7 } from "uuid";
import { disclosureInput } from "./disclosure-input.js";
import { RECORD_BATCH } from "./disclosure-operations.js";
import type { Api, LentServer } from "./test-server.js";

/** What tests do with notifications of recipients. */

export interface Notification {
  readonly id: string;
  readonly status: string;
  readonly recipient: { readonly key: string };
  readonly categories: readonly { readonly key: string }[];
  readonly subjectReference: string | null;
  readonly partnerReferences: readonly string[] | null;
}

const NOTIFICATION = /* GraphQL */ `
  id
  requestKind
  status
  channel
  overdue
  recipient {
    key
  }
  categories {
    key
  }
  subjectReference
  partnerReferences
`;

export const LIST_NOTIFICATIONS = /* GraphQL */ `
  query List($filter: RecipientNotificationFilter, $first: Int, $after: String) {
    recipientNotifications(filter: $filter, first: $first, after: $after) {
      totalCount
      nodes {
        ${NOTIFICATION}
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

export const REPORT = /* GraphQL */ `
  mutation Report($input: ReportNotificationInput!) {
    reportNotification(input: $input) {
      created
      notification {
        id
        status
      }
      report {
        number
        status
        channel
        evidence
        reason
        reportedBy
      }
    }
  }
`;

export interface Reported {
  readonly reportNotification: {
    readonly created: boolean;
    readonly notification: { readonly id: string; readonly status: string };
    readonly report: Readonly<Record<string, unknown>>;
  };
}

/** The notifications a caller sees, with all that most tests look at. */
export async function notificationsFor(
  api: Api,
  filter: Record<string, unknown> = {},
): Promise<readonly Notification[]> {
  type Listed = { recipientNotifications: { nodes: readonly Notification[] } };
  return (await api.request<Listed>(LIST_NOTIFICATIONS, { filter })).recipientNotifications.nodes;
}

/** A key that acts for recipients. */
export async function partnerOf(server: LentServer, ...recipients: string[]): Promise<string> {
  type Created = { createApiKey: { secret: string } };
  const { createApiKey } = await server.admin.request<Created>(
    `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }`,
    { input: { name: `Code of ${recipients.join(", ")}`, role: "INTEGRATION", recipients } },
  );
  return createApiKey.secret;
}

/** Data of a user reach the courier and the bank, and fail to reach the host. */
export async function recordThree(server: LentServer, subject: string): Promise<void> {
  const inputs = [
    { recipient: "example_courier", partnerReference: `courier-of-${subject}` },
    { recipient: "example_bank", categories: ["identification.email"] },
    { recipient: "example_hosting", categories: ["usage"], outcome: "FAILED" },
  ].map((changes) => disclosureInput({ subjects: [subject], ...changes }));
  await server.admin.request(RECORD_BATCH, { inputs });
}

/** One notification of a request. */
export async function notificationOf(api: Api, request: string, recipient: string): Promise<Notification> {
  const all = await notificationsFor(api, { request });
  return all.find((each) => each.recipient.key === recipient)!;
}

/** An id of nothing. */
export const unknownId = (): string => v7();
