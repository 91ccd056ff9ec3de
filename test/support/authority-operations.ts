import { v7 } from "uuid";

/** The operations that write authority requests and what is added to them, with all that most tests look at. */

/** A demand that the example data map understands, as `RegisterAuthorityRequestInput` takes it; every call has an id of its own. */
export function authorityRequestInput(
  changes: Record<string, unknown> = {},
): Record<string, unknown> & { id: string } {
  return {
    id: v7(),
    recipient: "example_court",
    documentNumber: "2-1138/2026",
    documentDate: "2026-02-20",
    instrument: "Ruling on the production of evidence, article 73 of the Code of Civil Procedure",
    receivedAt: "2026-02-25T06:00:00.000Z",
    official: "Judge of the example court",
    ...changes,
  };
}

/** A written statement that the example court could have sent, as `SuspendAccountingInput` takes it. */
export function suspensionInput(
  authorityRequest: string,
  changes: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    authorityRequest,
    form: "WRITTEN",
    receivedAt: "2026-03-01T06:00:00.000Z",
    until: "2026-06-30",
    ...changes,
  };
}

export interface RegisteredRequest {
  readonly registerAuthorityRequest: {
    readonly created: boolean;
    readonly authorityRequest: { readonly id: string; readonly status: string };
  };
}

export const REGISTER_REQUEST = /* GraphQL */ `
  mutation Register($input: RegisterAuthorityRequestInput!) {
    registerAuthorityRequest(input: $input) {
      created
      authorityRequest {
        id
        status
      }
    }
  }
`;

export interface ReviewedRequest {
  readonly reviewAuthorityRequest: {
    readonly created: boolean;
    readonly review: { readonly id: string; readonly lawful: boolean; readonly reasons: string };
    readonly authorityRequest: { readonly id: string; readonly status: string };
  };
}

export const REVIEW_REQUEST = /* GraphQL */ `
  mutation Review($input: ReviewAuthorityRequestInput!) {
    reviewAuthorityRequest(input: $input) {
      created
      review {
        id
        lawful
        reasons
      }
      authorityRequest {
        id
        status
      }
    }
  }
`;

export interface SuspendedAccounting {
  readonly suspendAccounting: {
    readonly created: boolean;
    readonly suspension: { readonly id: string; readonly form: string; readonly until: string };
    readonly authorityRequest: { readonly id: string; readonly accountingSuspendedUntil: string | null };
  };
}

export const SUSPEND = /* GraphQL */ `
  mutation Suspend($input: SuspendAccountingInput!) {
    suspendAccounting(input: $input) {
      created
      suspension {
        id
        form
        until
      }
      authorityRequest {
        id
        accountingSuspendedUntil
      }
    }
  }
`;
