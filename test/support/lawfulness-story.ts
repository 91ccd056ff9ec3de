import { disclosureInput, idOf } from "./disclosure-input.js";
import { MINUTE_MS, type MovableClock } from "./movable-clock.js";
import type { LentServer } from "./test-server.js";

/** What a story about lawfulness is told with: what happens day by day, and what is found. */

export interface StoryFinding {
  readonly code: string;
  readonly kind: string;
  readonly message: string;
  readonly subjectCount: number;
  readonly detail: { readonly categories: readonly string[]; readonly until: string | null };
}

const FINDING = /* GraphQL */ `
  code
  kind
  message
  subjectCount
  detail {
    categories
    until
  }
`;

const RECORD_JUDGED = /* GraphQL */ `
  mutation RecordJudged($input: RecordDisclosureInput!) {
    recordDisclosure(input: $input) {
      disclosure {
        findings {
          ${FINDING}
        }
      }
    }
  }
`;

const EVALUATE = /* GraphQL */ `
  query Evaluate($input: RecordDisclosureInput!) {
    evaluateDisclosure(input: $input) {
      findings {
        ${FINDING}
      }
    }
  }
`;

export const codesOf = (findings: readonly StoryFinding[]) => findings.map(({ code }) => code);

/** How many users each finding concerns. */
export const concerned = (findings: readonly StoryFinding[]) =>
  Object.fromEntries(findings.map(({ code, subjectCount }) => [code, subjectCount]));

type Input = Readonly<Record<string, unknown>>;

/** The administrator of a registry whose clock only goes forward. Every call but those that a disclosure answers is a mutation. */
export class LawfulnessStory {
  constructor(
    private readonly server: LentServer,
    private readonly clock: MovableClock,
  ) {}

  /** Records a disclosure that occurred at the moment, a minute later or, where the clock is past that already, now. */
  async disclose(at: string, changes: Input): Promise<readonly StoryFinding[]> {
    const ahead = Date.parse(at) + MINUTE_MS - this.clock.now().getTime();
    if (ahead > 0) this.clock.advance(ahead);
    const input = disclosureInput({ id: idOf(this.clock.at(0)), occurredAt: at, ...changes });
    const { recordDisclosure } = await this.server.admin.request<{
      recordDisclosure: { disclosure: { findings: readonly StoryFinding[] } };
    }>(RECORD_JUDGED, { input });
    return recordDisclosure.disclosure.findings;
  }

  /** What would be found if a disclosure were recorded. */
  async evaluate(at: string, changes: Input): Promise<readonly StoryFinding[]> {
    const { evaluateDisclosure } = await this.server.admin.request<{
      evaluateDisclosure: { findings: readonly StoryFinding[] };
    }>(EVALUATE, { input: disclosureInput({ occurredAt: at, ...changes }) });
    return evaluateDisclosure.findings;
  }

  consent(subject: string, givenAt: string): Promise<void> {
    return this.#call("recordConsent", { subject, legalGround: "consent", policyVersion: 1, givenAt });
  }

  withdraw(subject: string, receivedAt: string): Promise<void> {
    return this.#call("withdrawConsent", { subject, legalGround: "consent", receivedAt });
  }

  endAgreement(subject: string, endedOn: string): Promise<void> {
    return this.#call("endUserAgreement", { subject, endedOn });
  }

  restrict(subject: string, kind: string, from: string, more: Input = {}): Promise<void> {
    return this.#call("restrictUse", { subject, kind, from, ...more });
  }

  /** Registers a demand received now, and answers its id. */
  async demand(recipient: string): Promise<string> {
    const id = idOf(this.clock.at(0));
    await this.#call("registerAuthorityRequest", {
      id,
      recipient,
      documentNumber: "2-1234/26",
      documentDate: "2026-02-10",
      instrument: "Civil Procedure Code, article 73",
      receivedAt: this.clock.at(0),
    });
    return id;
  }

  findUnlawful(id: string): Promise<void> {
    return this.#call("reviewAuthorityRequest", { id, lawful: false, reasons: "No case number." });
  }

  /** Changes one entry of the data map from now on, by the mutation of that name. */
  changeMap(mutation: string, input: Input): Promise<void> {
    return this.#call(mutation, input, "applied");
  }

  /** Calls a mutation whose input's type is named after it. */
  async #call(mutation: string, input: Input, selection = "created"): Promise<void> {
    const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input!`;
    await this.server.admin.request(
      `mutation ($input: ${type}) { ${mutation}(input: $input) { ${selection} } }`,
      { input },
    );
  }
}

/** Transfers of the example platform, as its data map foresees them; the users are to be added. */

export const MARKETING = {
  recipient: "example_advertiser",
  purpose: "marketing",
  legalGround: "consent",
  categories: ["identification.email"],
};
export const BANK = {
  recipient: "example_bank",
  purpose: "provision_of_services",
  legalGround: "consent",
  categories: [
    "identification.individual_identification_number",
    "identification.mobile_phone",
    "identification.first_name",
    "identification.last_name",
  ],
};
export const COURT = {
  recipient: "example_court",
  purpose: "legal_obligations",
  legalGround: "legal_obligation",
  categories: ["identification.last_name", "transaction.purchases"],
};
export const HOSTING = {
  recipient: "example_hosting",
  purpose: "platform_administration",
  legalGround: "contract",
  categories: ["identification", "usage"],
};
export const ANALYTICS = {
  recipient: "example_analytics_abroad",
  purpose: "statistics",
  legalGround: "consent",
  categories: ["usage"],
};
export const COURIER = {
  recipient: "example_courier",
  purpose: "provision_of_services",
  legalGround: "contract",
  categories: ["identification.first_name", "identification.home_address"],
};
