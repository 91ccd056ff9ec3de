import type { Api } from "./test-server.js";

/** What every change of the data map answers. */
export interface AppliedDataMap {
  readonly revision: number;
  readonly applied: boolean;
  readonly changes: readonly {
    readonly kind: string;
    readonly list: string;
    readonly type: string;
    readonly key: string;
    readonly name: string;
    readonly fields: readonly { field: string; before: string | null; after: string | null }[];
  }[];
  readonly touchedSharingRules: readonly { sharingRule: string; disclosures: number }[];
}

/** Selected of every payload. */
export const CHANGE_FIELDS = /* GraphQL */ `
  revision
  applied
  changes {
    kind
    list
    type
    key
    name
    fields {
      field
      before
      after
    }
  }
  touchedSharingRules {
    sharingRule
    disclosures
  }
`;

export const APPLY = /* GraphQL */ `
  mutation Apply($input: ApplyDataMapInput!) {
    applyDataMap(input: $input) {
      ${CHANGE_FIELDS}
    }
  }
`;

/** Applies a document as a caller. */
export async function applyDataMap(
  api: Api,
  document: string,
  input: Record<string, unknown> = {},
): Promise<AppliedDataMap> {
  const { applyDataMap: applied } = await api.request<{ applyDataMap: AppliedDataMap }>(APPLY, {
    input: { document, ...input },
  });
  return applied;
}
