import { disclosureInput, idOf } from "./disclosure-input.js";
import type { MovableClock } from "./movable-clock.js";
import { apiOf, type Api, type LentServer } from "./test-server.js";

/** What a story about users' rights is told with: who acts, what happens day by day, and what each of them then sees. */

type Input = Readonly<Record<string, unknown>>;

/** The recipients of the story, in the order of their keys. */
export const RECIPIENTS = [
  "example_advertiser",
  "example_bank",
  "example_courier",
  "example_court",
  "example_hosting",
  "example_survey_agency",
] as const;
export type RecipientKey = (typeof RECIPIENTS)[number];

/** Whoever asks for statistics gets these rows. */
interface Counted {
  readonly recipient: { readonly key: string };
  readonly disclosures: number;
  readonly subjectDisclosures: number;
  readonly distinctSubjects: number;
}

/** A partner's task, as the partner's own code reads it. */
export interface Task {
  readonly id: string;
  readonly requestKind: string;
  readonly status: string;
  readonly dueAt: string | null;
  readonly subjectReference: string | null;
  readonly partnerReferences: readonly string[] | null;
}

export class RightsStory {
  private constructor(
    private readonly clock: MovableClock,
    /** The platform's own code, which records what it does. */
    readonly platform: Api,
    /** Whoever answers users and decides. */
    readonly analyst: Api,
    /** Whoever, or whatever, makes reports. */
    readonly reporter: Api,
    readonly partners: ReadonlyMap<RecipientKey, Api>,
  ) {}

  /** One story for a server: a key for each of its people and programs. */
  static async of(server: LentServer, clock: MovableClock): Promise<RightsStory> {
    const { app, url } = server;
    const partners = new Map<RecipientKey, Api>();
    for (const key of RECIPIENTS) {
      const input = { name: `Code of ${key}`, role: "INTEGRATION", recipients: [key] } as const;
      partners.set(key, apiOf(url, (await app.keys.create(input, "test")).token));
    }
    return new RightsStory(
      clock,
      await server.as("INTEGRATION"),
      await server.as("ANALYST"),
      await server.as("REPORTER"),
      partners,
    );
  }

  /** Moves the clock on to a moment; it never goes back. */
  until(moment: string): void {
    const ahead = Date.parse(moment) - this.clock.now().getTime();
    if (ahead < 0) throw new Error(`The story is past ${moment} already.`);
    this.clock.advance(ahead);
  }

  /** Calls a mutation whose input's type is named after it, with an id of this moment where it takes one. */
  async call<Answer>(by: Api, mutation: string, input: Input, selection: string): Promise<Answer> {
    const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input!`;
    const document = `mutation ($input: ${type}) { ${mutation}(input: $input) { ${selection} } }`;
    return (await by.request<Record<string, Answer>>(document, { input }))[mutation]!;
  }

  /** A user consents, just now, to what the policy says. */
  async consent(subject: string, more: Input = {}): Promise<void> {
    const given = { legalGround: "consent", policyVersion: 1, givenAt: this.clock.at(0) };
    await this.call(
      this.platform,
      "recordConsent",
      { id: this.newId(), subject, ...given, ...more },
      "created",
    );
  }

  /** The court demands data, just now; answers the demand's id. */
  async demandOfCourt(): Promise<string> {
    const id = this.newId();
    const document = {
      documentNumber: "2-1234/26",
      documentDate: "2026-02-09",
      receivedAt: this.clock.at(0),
    };
    const instrument = "Civil Procedure Code, article 73";
    const input = { id, recipient: "example_court", instrument, ...document };
    await this.call(this.analyst, "registerAuthorityRequest", input, "created");
    return id;
  }

  /** A new id of this moment. */
  newId(): string {
    return idOf(this.clock.at(0));
  }

  /** The platform records that data went out just now; answers what was found. */
  async disclose(changes: Input): Promise<{ readonly id: string; readonly findings: readonly string[] }> {
    const input = disclosureInput({ id: this.newId(), occurredAt: this.clock.at(0), ...changes });
    const document = `mutation ($input: RecordDisclosureInput!) {
      recordDisclosure(input: $input) { created }
    }`;
    await this.platform.request(document, { input });
    const found = await this.analyst.request<{ disclosure: { findings: { code: string }[] } }>(
      "query ($id: UUID!) { disclosure(id: $id) { findings { code } } }",
      { id: input.id },
    );
    return { id: input.id, findings: found.disclosure.findings.map(({ code }) => code) };
  }

  /** What would be found if the platform did it now. */
  async foundBefore(changes: Input): Promise<readonly string[]> {
    const input = disclosureInput({ occurredAt: this.clock.at(0), ...changes });
    const { evaluateDisclosure } = await this.platform.request<{
      evaluateDisclosure: { findings: { code: string }[] };
    }>("query ($input: RecordDisclosureInput!) { evaluateDisclosure(input: $input) { findings { code } } }", {
      input,
    });
    return evaluateDisclosure.findings.map(({ code }) => code);
  }

  /** A user's request, received just now by e-mail at the address for rights; answers its id. */
  async receive(subject: string, kind: string, more: Input = {}): Promise<string> {
    const id = this.newId();
    const receivedAt = this.clock.at(0);
    const input = { id, subject, kind, receivedAt, channel: null, address: "info@edcrunch.kz", ...more };
    await this.call(this.analyst, "openRightsRequest", input, "created rightsRequest { id status }");
    return id;
  }

  /** The analyst sees a document and decides. */
  async fulfil(id: string, reasons: string): Promise<void> {
    const seen = { id, document: "IDENTITY_CARD" };
    await this.call(this.analyst, "confirmIdentity", seen, "rightsRequest { id status }");
    const decision = { id, outcome: "FULFILLED", reasons };
    await this.call(this.analyst, "decideRightsRequest", decision, "rightsRequest { id status }");
  }

  /** The tasks that a partner's code sees, the oldest first. */
  async tasksOf(recipient: RecipientKey): Promise<readonly Task[]> {
    const { recipientNotifications } = await this.partners
      .get(recipient)!
      .request<{ recipientNotifications: { nodes: Task[] } }>(
        `{ recipientNotifications { nodes { id requestKind status dueAt subjectReference partnerReferences } } }`,
      );
    return recipientNotifications.nodes.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  }

  /** How each partner's tasks stand: `ERASURE OPEN`, in the order in which they came. */
  async tasks(): Promise<Record<string, readonly string[]>> {
    const seen: Record<string, readonly string[]> = {};
    for (const recipient of RECIPIENTS) {
      const tasks = await this.tasksOf(recipient);
      if (tasks.length > 0)
        seen[recipient] = tasks.map(({ requestKind, status }) => `${requestKind} ${status}`);
    }
    return seen;
  }

  /** A partner's code reports of its latest task of a kind. */
  async report(recipient: RecipientKey, kind: string, input: Input): Promise<void> {
    const task = (await this.tasksOf(recipient)).findLast(({ requestKind }) => requestKind === kind)!;
    const by = this.partners.get(recipient)!;
    await this.call(by, "reportNotification", { id: task.id, ...input }, "notification { id status }");
  }

  /** What the report generator counts, by recipient. */
  async counted(): Promise<Record<string, readonly [number, number, number]>> {
    const { disclosureStatistics } = await this.reporter.request<{
      disclosureStatistics: { rows: Counted[] };
    }>(
      `{ disclosureStatistics(groupBy: [RECIPIENT]) {
        rows { recipient { key } disclosures subjectDisclosures distinctSubjects }
      } }`,
    );
    const rows = disclosureStatistics.rows.map(
      ({ recipient, disclosures, subjectDisclosures, distinctSubjects }) =>
        [recipient.key, [disclosures, subjectDisclosures, distinctSubjects] as const] as const,
    );
    return Object.fromEntries(rows.sort());
  }
}
