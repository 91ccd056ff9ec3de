import { v7 } from "uuid";
import { END_AGREEMENT } from "./fact-operations.js";
import { postList, sendList } from "./send-list.js";
import type { Api, LentServer } from "./test-server.js";

export interface DueRowAnswer {
  readonly retentionRule: { readonly key: string };
  readonly category: { readonly key: string };
  readonly dueFrom: string;
  readonly keptBy: readonly { readonly key: string; readonly legalSource: string | null }[];
  readonly keptForOtherPurposes: readonly { readonly key: string }[];
  readonly subjectCount: number;
  readonly heldCount: number;
}

export interface DueAnswer {
  readonly retentionDue: {
    readonly asOf: string;
    readonly revision: number;
    readonly rows: {
      readonly totalCount: number;
      readonly nodes: readonly DueRowAnswer[];
      readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
    };
    readonly undecidable: readonly {
      readonly retentionRule: { readonly key: string };
      readonly reason: string;
    }[];
  };
}

export const RETENTION_DUE = /* GraphQL */ `
  query ($asOf: Date!, $rule: String, $category: String, $kept: Boolean, $first: Int, $after: String) {
    retentionDue(asOf: $asOf, retentionRule: $rule, category: $category, kept: $kept) {
      asOf
      revision
      rows(first: $first, after: $after) {
        totalCount
        pageInfo {
          endCursor
          hasNextPage
        }
        nodes {
          retentionRule {
            key
          }
          category {
            key
          }
          dueFrom
          keptBy {
            key
            legalSource
          }
          keptForOtherPurposes {
            key
          }
          subjectCount
          heldCount
        }
      }
      undecidable {
        reason
        retentionRule {
          key
        }
      }
    }
  }
`;

export const RECORD_DESTRUCTION = /* GraphQL */ `
  mutation ($input: RecordDestructionInput!) {
    recordDestruction(input: $input) {
      created
      destruction {
        id
        asOf
        method
        recordedAt
        recordedBy
        subjectCount
        notDueCount
        heldCount
        revision
        evidence
        reason
        retentionRule {
          key
        }
        category {
          key
        }
        dataStore {
          key
        }
        keptForOtherPurposes {
          key
          legalSource
        }
      }
    }
  }
`;

export interface DestructionAnswer {
  readonly recordDestruction: {
    readonly created: boolean;
    readonly destruction: { readonly id: string; readonly subjectCount: number } & Record<string, unknown>;
  };
}

/** The destruction of everybody's reviews who is due, with a fresh id. */
export function destructionInput(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: v7(),
    retentionRule: "while_consent_lasts",
    category: "reviews",
    asOf: "2026-01-31",
    method: "DELETION",
    evidence: "Act 17, kept by the data protection officer.",
    ...overrides,
  };
}

/** What tests of retention do as an administrator. */
export function retentionOf(server: LentServer) {
  const due = async (variables: Record<string, unknown>, api: Api = server.admin) =>
    (await api.request<DueAnswer>(RETENTION_DUE, variables)).retentionDue;
  return {
    due,
    /** Rows as `rule category since count held`, with the rules that keep the data. */
    rows: async (variables: Record<string, unknown>): Promise<string[]> =>
      (await due(variables)).rows.nodes.map(
        ({ retentionRule, category, dueFrom, subjectCount, heldCount, keptBy }) =>
          [
            retentionRule.key,
            category.key,
            dueFrom,
            subjectCount,
            ...(heldCount > 0 ? [`held ${heldCount}`] : []),
            ...keptBy.map(({ key }) => `<${key}>`),
          ].join(" "),
      ),
    endAgreements: (endedOn: string, ...users: string[]) =>
      Promise.all(
        users.map((subject) =>
          server.admin.request(END_AGREEMENT, { input: { id: v7(), subject, endedOn } }),
        ),
      ),
    record: async (input: Record<string, unknown>) =>
      (await server.admin.request<DestructionAnswer>(RECORD_DESTRUCTION, { input })).recordDestruction,
    refusalOf: async (input: Record<string, unknown>) => {
      const [error] = await server.admin.errorsOf(RECORD_DESTRUCTION, { input });
      return { code: error!.extensions.code, fields: error!.extensions.fields, message: error!.message };
    },
    list: async (...users: string[]): Promise<string> =>
      (await sendList({ url: server.url, key: server.admin.key }, users.map((user) => `${user}\n`).join("")))
        .id!,
    /** Which of these references are in a set. */
    match: async (set: string, ...users: string[]): Promise<string[]> => {
      const sent = users.map((user) => `${user}\n`).join("");
      const path = `/subject-lists/match/${set}`;
      const response = await postList({ url: server.url, key: server.admin.key }, sent, { path });
      return (await response.text()).split("\n").filter((line) => line !== "");
    },
  };
}
