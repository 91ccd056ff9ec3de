import type { Api } from "./test-server.js";

export const REVEAL = /* GraphQL */ `
  mutation Reveal($input: RevealReferenceInput!) {
    revealReference(input: $input) {
      reference
      lookUp {
        id
        kind
        recordedBy
        reason
      }
    }
  }
`;

/** The handle of a user who is known. */
export async function handleOf(api: Api, reference: string): Promise<string> {
  const { dataSubject } = await api.request<{ dataSubject: { id: string } }>(
    "query ($reference: String!) { dataSubject(reference: $reference) { id } }",
    { reference },
  );
  return dataSubject.id;
}

/** What a user's handle reveals; null where no reference is kept. */
export async function reveal(api: Api, id: string, reason = "To answer the user."): Promise<string | null> {
  const { revealReference } = await api.request<{ revealReference: { reference: string | null } }>(REVEAL, {
    input: { id, reason },
  });
  return revealReference.reference;
}
