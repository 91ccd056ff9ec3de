import { LineIds } from "../../src/cli/record/line-ids.js";
import type { RegistryClient } from "../../src/cli/registry-client.js";
import { userFacts } from "./user-facts.js";

const CONSENTS_A_CALL = 1_000;

const RECORD_CONSENTS = /* GraphQL */ `
  mutation RecordConsents($inputs: [RecordConsentInput!]!) {
    recordConsents(inputs: $inputs) {
      results {
        error {
          message
        }
      }
    }
  }
`;
const WITHDRAW_CONSENT = /* GraphQL */ `
  mutation WithdrawConsent($input: WithdrawConsentInput!) {
    withdrawConsent(input: $input) {
      created
    }
  }
`;
const RESTRICT_USE = /* GraphQL */ `
  mutation RestrictUse($input: RestrictUseInput!) {
    restrictUse(input: $input) {
      created
    }
  }
`;

interface ConsentsAnswer {
  readonly recordConsents: { readonly results: readonly { readonly error: { message: string } | null }[] };
}

/**
 * Records what the example's users agreed to and took back. Each fact has the same id every time, so that a later run records
 * nothing twice. Answers how many consents there are, and how many other facts.
 */
export async function recordUserFacts(
  client: RegistryClient,
  moment: Date,
  asked: AbortSignal,
): Promise<{ readonly consents: number; readonly others: number }> {
  const ids = new LineIds(moment);
  const facts = userFacts().map(({ mutation, input }) => ({
    mutation,
    input: { id: ids.next({ mutation, ...input }), ...input },
  }));
  const consents = facts.filter(({ mutation }) => mutation === "recordConsent");
  for (let start = 0; start < consents.length; start += CONSENTS_A_CALL) {
    asked.throwIfAborted();
    const inputs = consents.slice(start, start + CONSENTS_A_CALL).map(({ input }) => input);
    const { recordConsents } = await client.ask<ConsentsAnswer>(RECORD_CONSENTS, { inputs });
    const refused = recordConsents.results.find(({ error }) => error !== null);
    if (refused) throw new Error(refused.error!.message);
  }
  const others = facts.filter(({ mutation }) => mutation !== "recordConsent");
  for (const { mutation, input } of others) {
    asked.throwIfAborted();
    await client.ask(mutation === "withdrawConsent" ? WITHDRAW_CONSENT : RESTRICT_USE, { input });
  }
  return { consents: consents.length, others: others.length };
}
