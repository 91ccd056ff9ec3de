import { v7 } from "uuid";
import type { Api } from "./test-server.js";

/** The operations on rights requests, with all that most tests look at. */

/** A request in due form under the example data map, as `OpenRightsRequestInput` takes it; every call has an id of its own. */
export function rightsRequestInput(
  changes: Record<string, unknown> = {},
): Record<string, unknown> & { id: string } {
  return {
    id: v7(),
    subject: "user-1",
    kind: "ACCESS",
    address: "info@edcrunch.kz",
    receivedAt: "2026-03-01T06:00:00.000Z",
    ...changes,
  };
}

export interface OpenedRightsRequest {
  readonly openRightsRequest: {
    readonly created: boolean;
    readonly rightsRequest: { readonly id: string; readonly status: string };
  };
}

export const OPEN_REQUEST = /* GraphQL */ `
  mutation Open($input: OpenRightsRequestInput!) {
    openRightsRequest(input: $input) {
      created
      rightsRequest {
        id
        status
      }
    }
  }
`;

/** Opens a request and answers its id. */
export async function openRequest(api: Api, changes: Record<string, unknown> = {}): Promise<string> {
  const input = rightsRequestInput(changes);
  await api.request<OpenedRightsRequest>(OPEN_REQUEST, { input });
  return input.id;
}

/** The fields of one request, or null. */
export async function readRequest(
  api: Api,
  id: string,
  fields: string,
): Promise<Record<string, unknown> | null> {
  const { rightsRequest } = await api.request<{ rightsRequest: Record<string, unknown> | null }>(
    `query ($id: UUID!) { rightsRequest(id: $id) { ${fields} } }`,
    { id },
  );
  return rightsRequest;
}

export const CONFIRM_IDENTITY = /* GraphQL */ `
  mutation Confirm($input: ConfirmIdentityInput!) {
    confirmIdentity(input: $input) {
      rightsRequest {
        status
      }
    }
  }
`;

export const NOTE_IMPEDIMENT = /* GraphQL */ `
  mutation Note($input: NoteImpedimentInput!) {
    noteImpediment(input: $input) {
      rightsRequest {
        status
      }
    }
  }
`;

export const LIFT_IMPEDIMENT = /* GraphQL */ `
  mutation Lift($input: LiftImpedimentInput!) {
    liftImpediment(input: $input) {
      rightsRequest {
        status
      }
    }
  }
`;

export const DECIDE = /* GraphQL */ `
  mutation Decide($input: DecideRightsRequestInput!) {
    decideRightsRequest(input: $input) {
      rightsRequest {
        id
        status
        outcome
      }
    }
  }
`;

export const confirmIdentity = (api: Api, id: string, document = "IDENTITY_CARD") =>
  api.request(CONFIRM_IDENTITY, { input: { id, document } });

/** A decision as `DecideRightsRequestInput` takes it. */
export function decisionInput(id: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return { id, outcome: "FULFILLED", reasons: "The request is justified.", ...changes };
}

/** Opens a request, confirms who asks and decides it; answers its id. */
export async function decidedRequest(
  api: Api,
  changes: Record<string, unknown> = {},
  decision: Record<string, unknown> = {},
): Promise<string> {
  const id = await openRequest(api, changes);
  await confirmIdentity(api, id);
  await api.request(DECIDE, { input: decisionInput(id, decision) });
  return id;
}
