import { EXAMPLE_USER, exampleUsers } from "../transfers/example-user.js";
import { Random } from "../transfers/random.js";

const SEED = 20_260_128;
/** From the day after the policy is published on, before the first transfer. */
const CONSENTED_AT = "2026-01-28T09:00:00+05:00";
const FIRST_DAY = Date.parse("2026-02-01T00:00:00+05:00");
const DAYS = 273;
const DAY = 24 * 3_600_000;

const WITHOUT_CONSENT = 20;
const WITHDREW = 40;
const REFUSED_LOCATION = 40;
const DELETED_ACCOUNT = 30;
const BLOCKED = 10;

/** A mutation and its input, without an id. */
export interface UserFact {
  readonly mutation: "recordConsent" | "withdrawConsent" | "restrictUse";
  readonly input: Readonly<Record<string, unknown>> & { readonly subject: string };
}

/**
 * What the users of the example platform agreed to, and what some of them took back: nearly all consented by using it, the example
 * user for good. The same at every call.
 */
export function userFacts(): UserFact[] {
  const random = new Random(SEED);
  const users = exampleUsers();
  const drawn = random.someOf(
    users.filter((user) => user !== EXAMPLE_USER),
    WITHOUT_CONSENT + WITHDREW + REFUSED_LOCATION + DELETED_ACCOUNT + BLOCKED,
  );
  const withoutConsent = new Set(drawn.splice(0, WITHOUT_CONSENT));
  const changed = (count: number, factOf: (subject: string, at: string) => UserFact) =>
    drawn.splice(0, count).map((subject) => factOf(subject, momentIn(random)));
  const restricted =
    (kind: string, more: Readonly<Record<string, unknown>> = {}) =>
    (subject: string, from: string): UserFact => ({
      mutation: "restrictUse",
      input: { subject, kind, from, ...more },
    });
  return [
    ...users.filter((user) => !withoutConsent.has(user)).map(consentOf),
    ...changed(WITHDREW, (subject, receivedAt) => ({
      mutation: "withdrawConsent",
      input: { subject, legalGround: "consent", receivedAt },
    })),
    ...changed(REFUSED_LOCATION, restricted("REFUSAL", { categories: ["usage.real_time_location"] })),
    ...changed(DELETED_ACCOUNT, restricted("NO_COMMUNICATION")),
    ...changed(BLOCKED, restricted("BLOCK")),
  ];
}

function consentOf(subject: string): UserFact {
  const input = { subject, legalGround: "consent", policyVersion: 1, givenAt: CONSENTED_AT };
  return { mutation: "recordConsent", input };
}

/** In the months of the transfers, at some full hour. */
function momentIn(random: Random): string {
  const at = FIRST_DAY + random.integer(0, DAYS - 1) * DAY + random.integer(0, 23) * 3_600_000;
  return new Date(at).toISOString();
}
