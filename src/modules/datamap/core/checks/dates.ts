import type { DataMapDocument } from "../document.js";
import type { DocumentProblem } from "../document-problem.js";

/** Days are written year-month-day, so comparing the text compares the days. */
interface Validity {
  readonly validFrom?: string | undefined;
  readonly validTo?: string | undefined;
}

const BEGINNING = "0000-01-01";
const END = "9999-12-31";

/** Whatever is valid for a time begins before it ends. */
export function checkValidity(document: DataMapDocument): DocumentProblem[] {
  const dated = (["safeguards", "agreements", "sharingRules"] as const).flatMap((list) =>
    document[list].flatMap((entry, index) => endsBeforeItBegins([list, index], entry)),
  );
  const protections = document.jurisdictions.flatMap((jurisdiction, index) =>
    jurisdiction.protection.flatMap((status, position) =>
      endsBeforeItBegins(["jurisdictions", index, "protection", position], status),
    ),
  );
  return [...dated, ...protections];
}

function endsBeforeItBegins(
  path: DocumentProblem["path"],
  { validFrom, validTo }: Validity,
): DocumentProblem[] {
  if (validFrom === undefined || validTo === undefined || validFrom <= validTo) return [];
  return [
    { path: [...path, "validTo"], message: `The last day, ${validTo}, is before the first, ${validFrom}.` },
  ];
}

/** A country has one status of protection on any day. */
export function checkProtectionOverlaps(document: DataMapDocument): DocumentProblem[] {
  return document.jurisdictions.flatMap(({ protection }, index) =>
    protection.flatMap((status, position) => {
      const other = protection.slice(0, position).findIndex((earlier) => overlap(earlier, status));
      if (other === -1) return [];
      const message = `The status holds on days on which protection[${other}] holds too. End one before the other begins.`;
      return [{ path: ["jurisdictions", index, "protection", position], message }];
    }),
  );
}

function overlap(one: Validity, other: Validity): boolean {
  return (
    (one.validFrom ?? BEGINNING) <= (other.validTo ?? END) &&
    (other.validFrom ?? BEGINNING) <= (one.validTo ?? END)
  );
}

/** On any day at most one policy version is in force: the one with the latest day, which has the highest number. */
export function checkPolicyVersions(document: DataMapDocument): DocumentProblem[] {
  const versions = document.policyVersions.map((version, index) => ({ ...version, index }));
  versions.sort((one, other) => one.number - other.number);
  return versions.flatMap((version, place) => {
    const before = versions[place - 1];
    if (before === undefined) return [];
    if (before.number === version.number) {
      const message = `There is a policy version ${version.number} already. Give this one another number.`;
      return [{ path: ["policyVersions", version.index, "number"], message }];
    }
    if (before.effectiveFrom < version.effectiveFrom) return [];
    const message = `Version ${version.number} must apply from a later day than version ${before.number}, ${before.effectiveFrom}.`;
    return [{ path: ["policyVersions", version.index, "effectiveFrom"], message }];
  });
}
