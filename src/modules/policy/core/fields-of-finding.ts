import type { CatalogueList } from "../../datamap/index.js";
import type { Finding, FindingCode } from "./finding.js";

const FIELDS: Readonly<Record<Exclude<FindingCode, "ENTRY_RETIRED">, readonly string[]>> = {
  AGREEMENT_MISSING: ["agreement"],
  AGREEMENT_NOT_IN_FORCE: ["agreement"],
  CATEGORY_NOT_PERMITTED: ["categories"],
  PURPOSE_NOT_PERMITTED: ["purpose"],
  GROUND_NOT_PERMITTED: ["legalGround"],
  CONSENT_MISSING: ["subjects"],
  CONSENT_WITHDRAWN: ["subjects"],
  CONSENT_EXPIRED: ["subjects"],
  USE_REFUSED: ["subjects"],
  SUBJECT_BLOCKED: ["subjects"],
  SUBJECT_ERASED: ["subjects"],
  COMMUNICATION_AFTER_DELETION: ["subjects"],
  AUTHORITY_REQUEST_MISSING: ["authorityRequest"],
  AUTHORITY_REQUEST_UNLAWFUL: ["authorityRequest"],
  SAFEGUARD_MISSING: ["safeguard"],
  SAFEGUARD_NOT_IN_FORCE: ["safeguard"],
  RETENTION_EXCEEDED: ["categories"],
};

/** Which field of a disclosure names an entry of a list. */
const FIELD_OF_LIST: Readonly<Partial<Record<CatalogueList, string>>> = {
  recipients: "recipient",
  purposes: "purpose",
  legalGrounds: "legalGround",
  categories: "categories",
  agreements: "agreement",
  safeguards: "safeguard",
  jurisdictions: "destination",
};

/** The fields of a disclosure's input that a finding is about; `subjects` stands for a list of users, too. */
export function fieldsOfFinding({ code, detail }: Pick<Finding, "code" | "detail">): readonly string[] {
  if (code !== "ENTRY_RETIRED") return FIELDS[code];
  return [...new Set(detail.entries?.flatMap(({ list }) => FIELD_OF_LIST[list] ?? []))];
}
