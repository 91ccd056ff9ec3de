import type { Api } from "./test-server.js";

/** Giving accountings, with all that most tests look at. */

export interface AccountingGivenFields {
  readonly id: string;
  readonly givenAt: string;
  readonly givenBy: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly form: string;
  readonly recipientsAs: string;
  readonly reason: string | null;
  readonly completeSince: string;
  readonly entryCount: number;
  readonly sha256: string | null;
  readonly content: string | null;
  readonly text: string | null;
  readonly request: { readonly id: string; readonly status: string } | null;
}

export interface GivenAccountingAnswer {
  readonly giveAccounting: { readonly created: boolean; readonly accountingGiven: AccountingGivenFields };
}

export const ACCOUNTING_GIVEN_FIELDS =
  "id givenAt givenBy from to form recipientsAs reason completeSince entryCount sha256 content text request { id status }";

export const GIVE_ACCOUNTING = /* GraphQL */ `
  mutation Give($input: GiveAccountingInput!) {
    giveAccounting(input: $input) {
      created
      accountingGiven {
        ${ACCOUNTING_GIVEN_FIELDS}
      }
    }
  }
`;

/** Gives an accounting and answers it. */
export async function giveAccounting(
  api: Api,
  input: Record<string, unknown>,
): Promise<GivenAccountingAnswer["giveAccounting"]> {
  return (await api.request<GivenAccountingAnswer>(GIVE_ACCOUNTING, { input })).giveAccounting;
}
