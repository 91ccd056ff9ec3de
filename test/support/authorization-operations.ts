/** What is asked before a transfer, with all that tests look at. */

export interface ExpectedFinding {
  readonly code: string;
  readonly kind: "BREACH" | "GAP";
  readonly message: string;
  readonly fields: readonly string[];
  readonly subjectCount: number;
  readonly positions: readonly number[] | null;
}

export interface Evaluated {
  readonly evaluateDisclosure: {
    readonly permitted: boolean;
    readonly permittedCount: number;
    readonly excludedCount: number;
    readonly excludedPositions: readonly number[] | null;
    readonly excludedSet?: string | null;
    readonly findings: readonly ExpectedFinding[];
  };
}

const FINDINGS = /* GraphQL */ `
  findings {
    code
    kind
    message
    fields
    subjectCount
    positions
  }
`;

export const EVALUATE = /* GraphQL */ `
  query Evaluate($input: RecordDisclosureInput!, $withSet: Boolean = false) {
    evaluateDisclosure(input: $input) {
      permitted
      permittedCount
      excludedCount
      excludedPositions
      excludedSet @include(if: $withSet)
      ${FINDINGS}
    }
  }
`;

export interface Authorized {
  readonly authorizeDisclosure: {
    readonly id: string | null;
    readonly expiresAt: string | null;
    readonly permittedCount: number;
    readonly excludedCount: number;
    readonly excludedPositions: readonly number[] | null;
    readonly excludedSet: string | null;
    readonly findings: readonly ExpectedFinding[];
  };
}

export const AUTHORIZE = /* GraphQL */ `
  mutation Authorize($input: RecordDisclosureInput!) {
    authorizeDisclosure(input: $input) {
      id
      expiresAt
      permittedCount
      excludedCount
      excludedPositions
      excludedSet
      ${FINDINGS}
    }
  }
`;

/** Marketing by e-mail on consent, which the example data map lets the advertiser do; other fields as they are changed. */
export function marketing(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    occurredAt: "2026-03-01T10:00:00.000Z",
    recipient: "example_advertiser",
    purpose: "marketing",
    legalGround: "consent",
    categories: ["identification.email"],
    ...changes,
  };
}
