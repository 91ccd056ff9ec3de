import { createHash } from "node:crypto";
import { badInput, type FieldProblem } from "../../../platform/errors.js";
import { problemsOfNewPolicyVersion } from "../../datamap/core/new-policy-version.js";
import type { DataMapSnapshot, NewPolicyVersion, PolicyVersionEntry } from "../../datamap/index.js";
import { isSameLanguage, readLanguage } from "./language.js";

/** Of a text in UTF-8. The longest policies have a tenth of it. */
export const TEXT_BYTES_MAX = 1_048_576;

/** Stands in for a language that could not be read, so that everything else is looked at too (BCP 47). */
const UNDETERMINED = "und";

/** What a caller says of a text that was published. */
export interface PublicationInput {
  readonly number: number;
  readonly language: string;
  readonly text: string;
  readonly title?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly effectiveFrom?: string | null | undefined;
  readonly revision?: number | null | undefined;
}

/** A text of a policy version, ready to be published. */
export interface Publication {
  readonly number: number;
  readonly language: string;
  readonly text: string;
  /** Of the text in UTF-8, in hexadecimal. */
  readonly sha256: string;
  /** The revision of the data map that the version is said to describe; null where that was left open. */
  readonly revision: number | null;
  /** What the data map has to learn of the version first; null where it names it already. */
  readonly added: NewPolicyVersion | null;
}

/** @throws AppError BAD_USER_INPUT with everything that is wrong with the publication, whatever was published before it */
export function readPublication(input: PublicationInput, map: DataMapSnapshot): Publication {
  const { number, text, revision } = input;
  const language = readLanguage(input.language);
  const known = map.document.policyVersions.find((version) => version.number === number);
  const sha256 = createHash("sha256").update(text, "utf8").digest("hex");
  const problems = [...problemsOfText(text), ...problemsOfRevision(revision, map)];
  if (language === null) {
    problems.push({
      field: "language",
      message: "A language is its BCP 47 tag, such as en, kk, ru or en-GB.",
    });
  }
  const added = known ? null : versionToAdd(input, language ?? UNDETERMINED, sha256, map);
  if (added) problems.push(...problemsOfNewPolicyVersion(map.document, added));
  if (problems.length > 0) throw badInput(problems);
  return { number, language: language!, text, sha256, revision: revision ?? null, added };
}

/** Where a publication contradicts what the data map says of the version, by field. */
export function contradictionsOf(
  { title, description, effectiveFrom }: PublicationInput,
  { language, sha256 }: Publication,
  known: PolicyVersionEntry,
): FieldProblem[] {
  const stated = { title: title?.trim(), description: description?.trim(), effectiveFrom };
  const problems = (["title", "description", "effectiveFrom"] as const)
    .filter((field) => stated[field] != null && stated[field] !== known[field])
    .map((field) => ({
      field,
      message: `The data map says otherwise of policy version ${known.number}. Leave it out, or change the data map first.`,
    }));
  const isOwnText = isSameLanguage(known.language, language);
  if (known.sha256 === undefined || known.sha256 === sha256 || !isOwnText) return problems;
  const message = `The data map says that the text of policy version ${known.number} has the SHA-256 ${known.sha256}; this one has ${sha256}. Send the published file as it is, ends of lines included; other words are another version.`;
  return [...problems, { field: "text", message }];
}

/** A title that is left out is that of the latest version; the day cannot be left out, without which nothing can be dated. */
function versionToAdd(
  { number, title, description, effectiveFrom }: PublicationInput,
  language: string,
  sha256: string,
  map: DataMapSnapshot,
): NewPolicyVersion {
  const [latest] = map.document.policyVersions.toSorted((one, other) => other.number - one.number);
  return {
    number,
    title: (title ?? latest?.title) as string,
    description: description ?? `Version ${number} of the policy, as published.`,
    language,
    effectiveFrom: (effectiveFrom ?? undefined) as string,
    sha256,
  };
}

function problemsOfText(text: string): FieldProblem[] {
  const field = "text";
  if (text.trim() === "") return [{ field, message: "Send the whole text that was published." }];
  if (!text.isWellFormed() || text.includes("\0")) {
    const message =
      "A character here cannot be kept (U+0000 or half of a surrogate pair): send valid Unicode text.";
    return [{ field, message }];
  }
  const bytes = Buffer.byteLength(text, "utf8");
  if (bytes <= TEXT_BYTES_MAX) return [];
  const message = `The text has ${bytes} bytes in UTF-8; at most ${TEXT_BYTES_MAX} are kept. Send the text alone, without markup or pictures.`;
  return [{ field, message }];
}

function problemsOfRevision(revision: number | null | undefined, map: DataMapSnapshot): FieldProblem[] {
  if (revision == null || (revision >= 1 && revision <= map.revision)) return [];
  return [
    {
      field: "revision",
      message: `There is no revision ${revision} of the data map; the newest one is ${map.revision}. Name one there is, or leave it out.`,
    },
  ];
}
