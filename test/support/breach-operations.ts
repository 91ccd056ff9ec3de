import type { Api } from "./test-server.js";

/** What breaches come to, with all that most tests look at. */

export const BREACH_IMPACT = /* GraphQL */ `
  query Impact($filter: BreachFilter!) {
    breachImpact(filter: $filter) {
      asOf
      revision
      distinctUsers
      disclosures
      subjectDisclosures
      firstAt
      lastAt
      completeSince
      noticeDueAt
      noticeProblem
      perRecipient {
        recipient {
          key
        }
        distinctUsers
        disclosures
      }
      perCategory {
        category {
          key
        }
        distinctUsers
        disclosures
      }
      onwardRecipients {
        recipient {
          key
        }
        passedOnBy {
          key
        }
      }
      receivedThrough {
        key
      }
    }
  }
`;

interface Keyed {
  readonly key: string;
}
interface Figures {
  readonly distinctUsers: number;
  readonly disclosures: number;
}
export interface Impact extends Figures {
  readonly asOf: string;
  readonly revision: number;
  readonly subjectDisclosures: number;
  readonly firstAt: string | null;
  readonly lastAt: string | null;
  readonly completeSince: string | null;
  readonly noticeDueAt: string | null;
  readonly noticeProblem: string | null;
  readonly perRecipient: readonly ({ readonly recipient: Keyed } & Figures)[];
  readonly perCategory: readonly ({ readonly category: Keyed } & Figures)[];
  readonly onwardRecipients: readonly { readonly recipient: Keyed; readonly passedOnBy: readonly Keyed[] }[];
  readonly receivedThrough: readonly Keyed[];
}

export async function impactOf(api: Api, filter: Record<string, unknown>): Promise<Impact> {
  return (await api.request<{ breachImpact: Impact }>(BREACH_IMPACT, { filter })).breachImpact;
}

export const CREATE_BREACH_SET = /* GraphQL */ `
  mutation CreateBreachSet($input: CreateBreachSetInput!) {
    createBreachSet(input: $input) {
      set {
        id
        subjectCount
        expiresAt
      }
    }
  }
`;

export interface MadeBreachSet {
  readonly id: string;
  readonly subjectCount: number;
  readonly expiresAt: string;
}

/** Makes the set of a breach that concerns somebody. */
export async function createBreachSet(api: Api, filter: Record<string, unknown>): Promise<MadeBreachSet> {
  const answer = await api.request<{ createBreachSet: { set: MadeBreachSet | null } }>(CREATE_BREACH_SET, {
    input: { filter },
  });
  if (answer.createBreachSet.set === null) throw new Error("This breach concerns nobody.");
  return answer.createBreachSet.set;
}
