import { AppError } from "../../platform/errors.js";
import type { DataMapSnapshot, PolicyVersionEntry } from "../datamap/index.js";

const NUMBERS_SHOWN = 10;

/** The policy version of a number. Throws NOT_FOUND that names the field and the latest versions there are. */
export function namedVersion(map: DataMapSnapshot, number: number, field: string): PolicyVersionEntry {
  const versions = map.document.policyVersions;
  const found = versions.find((version) => version.number === number);
  if (found) return found;
  const numbers = versions.map((version) => version.number).sort((one, other) => other - one);
  const shown = numbers.slice(0, NUMBERS_SHOWN).join(", ");
  const known = shown === "" ? "the data map names none" : `the data map names, latest first, ${shown}`;
  throw new AppError("NOT_FOUND", `${field}: There is no policy version ${number}; ${known}.`, [field]);
}
