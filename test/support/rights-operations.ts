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
