/** Selected of every API key, so that each command shows the same of it. */
const API_KEY = /* GraphQL */ `
  id
  name
  role
  recipients
  purposes
  allowedAddresses
  createdAt
  createdBy
  expiresAt
  revokedAt
  previousSecretEndsAt
`;

/** Selected of every change of the data map, planned, applied or compared. */
const CHANGE = /* GraphQL */ `
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
`;

/** Every request the command line makes. A test holds each to the schema. */
export const operations = {
  applyDataMap: /* GraphQL */ `
    mutation ApplyDataMap($input: ApplyDataMapInput!) {
      applyDataMap(input: $input) {
        revision
        applied
        changes {
          ${CHANGE}
        }
        touchedSharingRules {
          sharingRule
          name
          disclosures
        }
      }
    }
  `,
  exportDataMap: /* GraphQL */ `
    query ExportDataMap($revision: Int, $format: DataMapFormat!) {
      dataMap(revision: $revision) {
        revision
        document(format: $format)
      }
    }
  `,
  diffDataMap: /* GraphQL */ `
    query DiffDataMap($from: Int!, $to: Int!) {
      dataMapDiff(from: $from, to: $to) {
        changes {
          ${CHANGE}
        }
      }
    }
  `,
  firstRevision: /* GraphQL */ `
    query FirstRevision {
      dataMap(revision: 1) {
        appliedAt
      }
    }
  `,
  recordDisclosures: /* GraphQL */ `
    mutation RecordDisclosures($inputs: [RecordDisclosureInput!]!) {
      recordDisclosures(inputs: $inputs) {
        results {
          created
          error {
            code
            fields
            message
          }
        }
      }
    }
  `,
  amendDisclosure: /* GraphQL */ `
    mutation AmendDisclosure($input: AmendDisclosureInput!) {
      amendDisclosure(input: $input) {
        created
      }
    }
  `,
  accountForUser: /* GraphQL */ `
    query AccountForUser($reference: String!, $from: DateTime, $to: DateTime, $form: AccountingForm!) {
      dataMap {
        controller {
          timeZone
        }
      }
      dataSubject(reference: $reference) {
        accounting(from: $from, to: $to, form: $form) {
          completeSince
          entries {
            recipient {
              key
              name
            }
            categories {
              key
              name
            }
            purpose {
              key
              name
            }
            legalGround {
              key
              name
            }
            firstAt
            lastAt
            count
            destination
          }
          sources {
            partner {
              key
              name
            }
            categories {
              key
              name
            }
            purpose {
              key
              name
            }
            legalGround {
              key
              name
            }
            firstAt
            lastAt
            count
            origin
          }
        }
      }
    }
  `,
  listApiKeys: /* GraphQL */ `
    query ListApiKeys($after: String) {
      apiKeys(first: 500, after: $after) {
        nodes {
          ${API_KEY}
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  `,
  createApiKey: /* GraphQL */ `
    mutation CreateApiKey($input: CreateApiKeyInput!) {
      createApiKey(input: $input) {
        secret
        apiKey {
          ${API_KEY}
        }
      }
    }
  `,
  rotateApiKey: /* GraphQL */ `
    mutation RotateApiKey($input: RotateApiKeyInput!) {
      rotateApiKey(input: $input) {
        secret
        apiKey {
          ${API_KEY}
        }
      }
    }
  `,
  revokeApiKey: /* GraphQL */ `
    mutation RevokeApiKey($input: RevokeApiKeyInput!) {
      revokeApiKey(input: $input) {
        apiKey {
          ${API_KEY}
        }
      }
    }
  `,
} as const;
