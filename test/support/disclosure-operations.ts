/** The operations that write disclosures, with all that most tests look at. `RECORD`, of one disclosure, stands beside its input. */

export interface BatchResult {
  readonly created: boolean;
  readonly disclosure: { readonly id: string; readonly subjectCount: number } | null;
  readonly error: { readonly code: string; readonly message: string; readonly fields: string[] } | null;
}

export interface RecordedBatch {
  readonly recordDisclosures: { readonly results: readonly BatchResult[] };
}

export const RECORD_BATCH = /* GraphQL */ `
  mutation RecordBatch($inputs: [RecordDisclosureInput!]!) {
    recordDisclosures(inputs: $inputs) {
      results {
        created
        disclosure {
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

export interface AmendedDisclosure {
  readonly amendDisclosure: {
    readonly created: boolean;
    readonly disclosure: { readonly id: string; readonly recipient: { readonly key: string } } | null;
    readonly amended: { readonly id: string };
    readonly amendment: {
      readonly id: string;
      readonly kind: "RESTATED" | "VOIDED";
      readonly reason: string;
    };
  };
}

export const AMEND = /* GraphQL */ `
  mutation Amend($input: AmendDisclosureInput!) {
    amendDisclosure(input: $input) {
      created
      disclosure {
        id
        recipient {
          key
        }
      }
      amended {
        id
      }
      amendment {
        id
        kind
        reason
      }
    }
  }
`;
