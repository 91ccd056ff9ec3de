import type { FieldProblem } from "../../../platform/errors.js";
import { NEW_ID_LEAD_MS_MAX } from "../../../platform/ids.js";
import type { DisclosureContent } from "./disclosure-content.js";
import type { DisclosureInput } from "./read-disclosure.js";

const AUTHORIZED = [
  "recipient",
  "purpose",
  "legalGround",
  "categories",
  "direction",
  "destination",
  "agreement",
  "safeguard",
  "authorityRequest",
] as const satisfies readonly (keyof DisclosureContent)[];

/** What of a disclosure its authorization fixes, its users apart. */
export type AuthorizedContent = Pick<DisclosureContent, (typeof AUTHORIZED)[number]>;

/** What an authorization says of itself, to a caller who would rest a disclosure on it. */
export interface GivenAuthorization extends AuthorizedContent {
  readonly authorizedAt: Date;
  readonly authorizedBy: string;
  readonly expiresAt: Date;
}

/** The client's clock may be that far behind the registry's. */
const CLOCK_SKEW_MS = NEW_ID_LEAD_MS_MAX;

/**
 * What is wrong with resting a disclosure on an authorization, its users apart.
 *
 * @param authorization Null where there is none with the id named.
 * @param caller The id of the API key that records. Another key's authorization answers as one that never was.
 */
export function problemsOfAuthorization(
  authorization: GivenAuthorization | null,
  content: DisclosureContent,
  caller: string,
  now: Date,
): FieldProblem[] {
  if (authorization?.authorizedBy !== caller) return [UNKNOWN];
  if (authorization.expiresAt <= now) return [EXPIRED];
  const problems = AUTHORIZED.filter((field) => !areEqual(authorization[field], content[field])).map(
    (field) => ({ field, message: OTHERWISE }),
  );
  if (content.occurredAt.getTime() < authorization.authorizedAt.getTime() - CLOCK_SKEW_MS) {
    return [...problems, { field: "occurredAt", message: BEFOREHAND }];
  }
  return problems;
}

/** What is wrong with asking whether a transfer may take place, its content apart. What will be known then cannot be judged by now. */
export function problemsOfAsking(
  { authorization, occurredAt }: Pick<DisclosureInput, "authorization" | "occurredAt">,
  now: Date,
): FieldProblem[] {
  return [
    ...(authorization == null ? [] : [AUTHORIZED_ALREADY]),
    ...(occurredAt.getTime() > now.getTime() + CLOCK_SKEW_MS ? [TO_COME] : []),
  ];
}

/** What is wrong with the moment for which an authorization is asked: it is given beforehand. */
export function problemsOfMoment(
  { occurredAt }: Pick<DisclosureInput, "occurredAt">,
  now: Date,
): FieldProblem[] {
  return occurredAt.getTime() < now.getTime() - CLOCK_SKEW_MS ? [PAST] : [];
}

/** What an authorization is given for. */
export function authorizedContentOf(content: DisclosureContent): AuthorizedContent {
  const { recipient, purpose, legalGround, categories } = content;
  const { direction, destination, agreement, safeguard, authorityRequest } = content;
  return {
    recipient,
    purpose,
    legalGround,
    categories,
    direction,
    destination,
    agreement,
    safeguard,
    authorityRequest,
  };
}

function areEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

const WITHOUT = "record what happened otherwise without `authorization`.";
const UNKNOWN: FieldProblem = {
  field: "authorization",
  message: `There is no authorization with this id that was given to this API key. Ask for one with authorizeDisclosure before the transfer; ${WITHOUT}`,
};
const EXPIRED: FieldProblem = {
  field: "authorization",
  message: `It has expired. Ask for a new one before the next transfer; record this one without \`authorization\`.`,
};
const OTHERWISE = `It is not what was authorized. Record the transfer as it was authorized; ${WITHOUT}`;
const AUTHORIZED_ALREADY: FieldProblem = {
  field: "authorization",
  message:
    "Leave it out: this asks whether the transfer may take place; recordDisclosure takes an authorization.",
};
const TO_COME: FieldProblem = {
  field: "occurredAt",
  message:
    "A transfer is judged by what is known when it takes place: send the present moment, and ask again just before it. This one is more than five minutes ahead of the registry's clock.",
};
const PAST: FieldProblem = {
  field: "occurredAt",
  message:
    "An authorization is given before the transfer: send the present moment. What has happened is recorded; evaluateDisclosure says what would be found about it.",
};
const BEFOREHAND = `The transfer happened before it was authorized; ${WITHOUT}`;
