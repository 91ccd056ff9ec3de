import { v7 } from "uuid";
import { csvOfUsers, sendList } from "./send-list.js";
import type { LentServer } from "./test-server.js";

/** What a caller sends of a fact about a user. */
export type FactInput = Record<string, unknown>;

/** A consent under the example data map, with a fresh id. */
export function consentInput(overrides: FactInput = {}): FactInput {
  return {
    id: v7(),
    subject: "ann",
    legalGround: "consent",
    policyVersion: 1,
    givenAt: "2026-02-01T10:00:00.000Z",
    ...overrides,
  };
}

/** A refusal of one category, with a fresh id. */
export function restrictionInput(overrides: FactInput = {}): FactInput {
  return {
    id: v7(),
    subject: "ann",
    kind: "REFUSAL",
    categories: ["usage.real_time_location"],
    from: "2026-02-01T10:00:00.000Z",
    ...overrides,
  };
}

/** What each mutation of one fact answers, under the name of its payload's field. */
export interface FactPayload {
  readonly created: boolean;
  readonly fact: {
    readonly id: string;
    readonly subjectCount: number;
    readonly recordedBy: string;
    readonly recordedAt: string;
  };
}

export interface ConsentsPayload {
  readonly recordConsents: {
    readonly results: readonly {
      readonly created: boolean;
      readonly consent: { readonly id: string; readonly subjectCount: number } | null;
      readonly error: { readonly code: string; readonly message: string; readonly fields: string[] } | null;
    }[];
  };
}

/** The mutation of one fact; the answer stands under `payload`. */
function mutationOf(name: string, field: string): string {
  const input = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  return `mutation ($input: ${input}!) {
    payload: ${name}(input: $input) { created fact: ${field} { id subjectCount recordedBy recordedAt } }
  }`;
}

export const RECORD_CONSENT = mutationOf("recordConsent", "consent");
export const WITHDRAW_CONSENT = mutationOf("withdrawConsent", "withdrawal");
export const END_AGREEMENT = mutationOf("endUserAgreement", "agreementEnd");
export const RESTRICT_USE = mutationOf("restrictUse", "restriction");
export const LIFT_RESTRICTION = mutationOf("liftRestriction", "lifting");

export const RECORD_CONSENTS = /* GraphQL */ `
  mutation ($inputs: [RecordConsentInput!]!) {
    recordConsents(inputs: $inputs) {
      results {
        created
        consent {
          id
          subjectCount
        }
        error {
          code
          message
          fields
        }
      }
    }
  }
`;

export interface StateAnswer {
  readonly dataSubject: {
    readonly consents: readonly {
      readonly holds: boolean;
      readonly lastDay: string | null;
      readonly endedBy: string | null;
      readonly consent: Record<string, unknown> & { readonly id: string };
    }[];
    readonly restrictions: readonly {
      readonly holds: boolean;
      readonly restriction: Record<string, unknown> & { readonly id: string };
      readonly lifting: { readonly liftedAt: string; readonly reason: string | null } | null;
    }[];
    readonly status: Record<string, unknown>;
  } | null;
}

/** A user's consents, restrictions and status at a moment. */
export const STATE = /* GraphQL */ `
  query ($reference: String!, $at: DateTime) {
    dataSubject(reference: $reference) {
      consents(at: $at) {
        holds
        lastDay
        endedBy
        consent {
          id
          givenAt
          evidence
          namesAgreement
          legalGround {
            key
          }
          policyVersion {
            number
          }
        }
      }
      restrictions(at: $at) {
        holds
        restriction {
          id
          kind
          from
          reason
          categories {
            key
          }
          purposes {
            key
          }
        }
        lifting {
          liftedAt
          reason
        }
      }
      status(at: $at) {
        at
        isBlocked
        refusesUse
        communicationForbidden
        consentedGrounds {
          key
        }
      }
    }
  }
`;

/** The mutations of facts as an administrator, and what a user's state then is. */
export function factsOf(server: LentServer) {
  const record = async (mutation: string, input: FactInput): Promise<FactPayload> =>
    (await server.admin.request<{ payload: FactPayload }>(mutation, { input })).payload;
  const stateOf = async (reference: string, at?: string) =>
    (await server.admin.request<StateAnswer>(STATE, { reference, at })).dataSubject!;
  /** Uploads a list of users; answers its id. */
  const sentList = async (count: number, from = 0): Promise<string> =>
    (await sendList({ url: server.url, key: server.admin.key }, csvOfUsers(count, from))).id!;
  return { record, stateOf, sentList };
}
