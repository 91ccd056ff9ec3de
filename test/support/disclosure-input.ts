import { v7 } from "uuid";

/** A disclosure that the example data map understands, as `RecordDisclosureInput` takes it; every call has an id of its own. */
export function disclosureInput(
  changes: Record<string, unknown> = {},
): Record<string, unknown> & { id: string } {
  return {
    id: v7(),
    occurredAt: "2026-03-01T10:00:00.000Z",
    recipient: "example_courier",
    purpose: "provision_of_services",
    legalGround: "contract",
    categories: ["identification.first_name", "identification.home_address"],
    subjects: ["user-1", "user-2"],
    ...changes,
  };
}

/** A UUIDv7 of a moment of one's choice. */
export function idOf(moment: string): string {
  return v7({ msecs: Date.parse(moment) });
}

export const RECORD = /* GraphQL */ `
  mutation Record($input: RecordDisclosureInput!) {
    recordDisclosure(input: $input) {
      created
      disclosure {
        id
        subjectCount
      }
    }
  }
`;
