import { disclosureInput } from "./disclosure-input.js";
import type { Api } from "./test-server.js";

/** What most tests look at of a finding. */
export interface ShownFinding {
  readonly id: string;
  readonly code: string;
  readonly kind: string;
  readonly message: string;
  readonly subjectCount: number;
  readonly fields: readonly string[];
  readonly subjects: { readonly totalCount: number; readonly nodes: readonly { readonly id: string }[] };
}

export const FINDING_FIELDS = /* GraphQL */ `
  id
  code
  kind
  message
  subjectCount
  fields
  subjects(first: 1000) {
    totalCount
    nodes {
      id
    }
  }
`;

export const RECORD_JUDGED = /* GraphQL */ `
  mutation RecordJudged($input: RecordDisclosureInput!) {
    recordDisclosure(input: $input) {
      disclosure {
        findings {
          ${FINDING_FIELDS}
        }
      }
    }
  }
`;

/** Records a disclosure with these changes; answers what is found about it. */
export async function recordJudged(
  api: Api,
  changes: Record<string, unknown>,
): Promise<readonly ShownFinding[]> {
  const { recordDisclosure } = await api.request<{
    recordDisclosure: { disclosure: { findings: readonly ShownFinding[] } };
  }>(RECORD_JUDGED, { input: disclosureInput(changes) });
  return recordDisclosure.disclosure.findings;
}

export const ACKNOWLEDGE = /* GraphQL */ `
  mutation Acknowledge($input: AcknowledgeFindingInput!) {
    acknowledgeFinding(input: $input) {
      created
      finding {
        id
        acknowledgement {
          acknowledgedAt
          acknowledgedBy
          acknowledgedByKey
          note
        }
      }
    }
  }
`;
