import type { RecipientKind, SafeguardKind, ProtectionStatus } from "../../datamap/index.js";
import type { AccountingContent, EntryContent, SourceContent } from "./accounting-content.js";

/** Kinds of recipients in a letter's words. */
const KINDS: Readonly<Record<RecipientKind, string>> = {
  SERVICE_PROVIDER: "A company that works for us under a service agreement",
  FINANCIAL_INSTITUTION: "A bank or other financial institution",
  PUBLIC_AUTHORITY: "A public authority or court",
  FOREIGN_RECIPIENT: "A partner in another country",
  OTHER: "Another partner",
};

const PROTECTION: Readonly<Record<ProtectionStatus, string>> = {
  ADEQUATE: "which protects personal data adequately",
  PARTLY_ADEQUATE: "which protects personal data adequately in part",
  NOT_ADEQUATE: "which does not protect personal data adequately",
  UNDETERMINED: "whose protection of personal data has not been assessed",
};

const SAFEGUARDS: Readonly<Record<SafeguardKind, string>> = {
  ADEQUACY: "the protection that the country itself gives",
  CONSENT: "your consent to the transfer",
  TREATY: "an international treaty",
  LAW: "a law that provides for the transfer",
  STANDARD_CLAUSES: "data protection clauses in the contract",
  BINDING_CORPORATE_RULES: "binding rules of the group of companies",
  OTHER: "another safeguard",
};

const NOT_VERIFIED = "given by you; we have not verified it";

/** The answer to a user, in plain words, in the controller's name. It names nobody but partners and authorities. */
export function letterOf(content: AccountingContent): string {
  return `${[head(content), ...entries(content), ...sources(content), ...foot(content)].join("\n\n")}\n`;
}

function head({
  controller,
  givenAt,
  givenOn,
  from,
  to,
  completeSinceDay,
  recipientsAs,
  entries,
}: AccountingContent): string {
  // Of what has not happened yet nothing can be told.
  const until = to !== null && to < givenAt ? to : null;
  const period =
    from === null && until === null
      ? ""
      : ` It covers what happened${from ? ` from ${utc(from)}` : ""}${until ? ` until ${utc(until)}` : ""}.`;
  const kinds =
    recipientsAs === "CATEGORIES"
      ? " Recipients are told by kind; we have recorded why they are not named."
      : "";
  return [
    controller.name,
    ...(controller.address === null ? [] : [controller.address]),
    givenOn,
    "",
    "To whom your personal data went",
    "",
    `You asked to whom we disclosed your personal data. ${
      entries.length === 0 ? "We have recorded no disclosure of your data." : "This is what we have recorded."
    }${period}${kinds}`,
    `Our register is complete from ${completeSinceDay} on; of earlier days it may not know everything.`,
  ].join("\n");
}

function entries({ entries: told }: AccountingContent): string[] {
  return told.map((entry, index) =>
    [
      `${index + 1}. ${recipientOf(entry)}`,
      `   When: ${whenOf(entry)}`,
      ...whatOf(entry),
      ...(entry.agreement === null ? [] : [`   Agreement: ${agreementOf(entry.agreement)}`]),
      `   Where: ${whereOf(entry)}`,
    ].join("\n"),
  );
}

function sources({ sources: told }: AccountingContent): string[] {
  if (told.length === 0) return [];
  return [
    "From whom we received data about you",
    ...told.map((source, index) =>
      [
        `${index + 1}. ${partnerOf(source.partner)}, from ${source.origin.name}`,
        `   When: ${whenOf(source)}`,
        ...whatOf(source),
      ].join("\n"),
    ),
  ];
}

function foot({ controller, complaintsTo }: AccountingContent): string[] {
  const contacts = controller.contacts.map(({ purpose, at }) => `${at} (${purpose})`).join("; ");
  const website = complaintsTo?.website ? ` (${complaintsTo.website})` : "";
  return [
    ...(contacts === "" ? [] : [`You can reach us at: ${contacts}.`]),
    ...(complaintsTo === null ? [] : [`You may complain to ${complaintsTo.name}${website}.`]),
    controller.name,
  ];
}

function recipientOf({ recipient, recipientKind }: EntryContent): string {
  return recipient === null ? KINDS[recipientKind] : partnerOf(recipient);
}

function partnerOf({ name, registrationNumber, address, country }: SourceContent["partner"]): string {
  // An address often ends with the country already.
  const isTold = address?.toLowerCase().endsWith(country.name.toLowerCase()) ?? false;
  const number = registrationNumber === null ? null : `registered as ${registrationNumber}`;
  const parts = [name, number, address, isTold ? null : country.name];
  return parts.filter((part) => part !== null).join(", ");
}

function whenOf({ firstOn, lastOn, count, averageInterval }: EntryContent | SourceContent): string {
  if (count === 1) return `once, on ${firstOn}`;
  if (firstOn === lastOn) return `${count} times on ${firstOn}`;
  return `${count} times between ${firstOn} and ${lastOn}, on average every ${inWords(averageInterval!)}`;
}

function whatOf({ categories, purpose, legalGround }: EntryContent | SourceContent): string[] {
  const names = categories.map(({ name, givenByUserNotVerified }) =>
    givenByUserNotVerified ? `${name} (${NOT_VERIFIED})` : name,
  );
  return [
    `   Data: ${names.join(", ")}`,
    `   Purpose: ${purpose.name}`,
    `   Ground: ${legalGround.name}${legalGround.instrument === "" ? "" : ` (${legalGround.instrument})`}`,
  ];
}

function agreementOf({ name, number }: NonNullable<EntryContent["agreement"]>): string {
  return number === null ? name : `${name}, number ${number}`;
}

function whereOf({ destination, crossBorder, destinationProtection, safeguard }: EntryContent): string {
  if (!crossBorder) return destination.name;
  const protection = destinationProtection === null ? "" : `, ${PROTECTION[destinationProtection]}`;
  if (safeguard === null) return `${destination.name}${protection}; no safeguard is on record`;
  const instrument = safeguard.instrument === null ? "" : ` (${safeguard.instrument})`;
  return `${destination.name}${protection}; protected by ${safeguard.name ?? SAFEGUARDS[safeguard.kind]}${instrument}`;
}

const UNITS: Readonly<Record<string, string>> = { D: "day", H: "hour", M: "minute", S: "second" };

/** The two largest parts of a length of time are enough in a letter: `P2DT12H4M` is 2 days 12 hours. */
function inWords(duration: string): string {
  const parts = [...duration.matchAll(/(\d+)([DHMS])/g)].slice(0, 2);
  return parts.map(([, count, unit]) => `${count} ${UNITS[unit!]}${count === "1" ? "" : "s"}`).join(" ");
}

/** A moment as anybody may read it who does not know the controller's zone: `2026-03-01 05:00 UTC`. */
function utc(moment: Date): string {
  return `${moment.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
