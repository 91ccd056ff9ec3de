import type { FieldProblem } from "../../../platform/errors.js";
import type { CalendarDay, DataMapSnapshot } from "../../datamap/index.js";
import {
  factReading,
  problemsOfConsentGround,
  problemsOfPastMoment,
  readAgreement,
  type FactInput,
  type FactReader,
} from "./read-fact.js";

/** As a caller sends it: `RecordConsentInput`. */
export interface ConsentInput extends FactInput {
  readonly legalGround: string;
  readonly policyVersion: number;
  readonly givenAt: Date;
  readonly agreement?: string | null;
  readonly evidence?: string | null;
}

/** `WithdrawConsentInput`. */
export interface WithdrawalInput extends FactInput {
  readonly legalGround: string;
  readonly receivedAt: Date;
  readonly evidence?: string | null;
}

/** `EndUserAgreementInput`. */
export interface AgreementEndInput extends FactInput {
  readonly agreement?: string | null;
  readonly endedOn: CalendarDay;
  readonly evidence?: string | null;
}

export const readConsent: FactReader<ConsentInput> = (input, { map, now, agreementDigest }) => {
  const { legalGround, policyVersion, givenAt } = input;
  const agreement = readAgreement(input.agreement);
  const problems = [
    ...problemsOfConsentGround(map, legalGround),
    ...problemsOfPastMoment("givenAt", givenAt, now, "A consent"),
    ...problemsOfPolicyVersion(map, policyVersion, givenAt),
    ...agreement.problems,
  ];
  return factReading(input, problems, () => ({
    kind: "CONSENT",
    legalGround,
    policyVersion,
    givenAt,
    agreement: agreement.reference === null ? null : agreementDigest(agreement.reference),
  }));
};

export const readWithdrawal: FactReader<WithdrawalInput> = (input, { map, now }) => {
  const { legalGround, receivedAt } = input;
  const problems = [
    ...problemsOfConsentGround(map, legalGround),
    ...problemsOfPastMoment("receivedAt", receivedAt, now, "A withdrawal"),
  ];
  return factReading(input, problems, () => ({ kind: "WITHDRAWAL", legalGround, receivedAt }));
};

export const readAgreementEnd: FactReader<AgreementEndInput> = (input, { agreementDigest }) => {
  const { reference, problems } = readAgreement(input.agreement);
  return factReading(input, problems, () => ({
    kind: "AGREEMENT_END",
    agreement: reference === null ? null : agreementDigest(reference),
    endedOn: input.endedOn,
  }));
};

/** Nobody can have accepted a policy before it applied. */
function problemsOfPolicyVersion(map: DataMapSnapshot, number: number, givenAt: Date): FieldProblem[] {
  const versions = map.document.policyVersions;
  const version = versions.find((each) => each.number === number);
  if (!version) {
    const known = versions.map((each) => each.number).join(", ");
    return [
      {
        field: "policyVersion",
        message: `The data map has no policy version with this number; it has: ${known || "none"}.`,
      },
    ];
  }
  if (map.calendarDay(givenAt) >= version.effectiveFrom) return [];
  return [
    {
      field: "givenAt",
      message: `Policy version ${number} applies from ${version.effectiveFrom}: a consent given before accepted an earlier version, or none.`,
    },
  ];
}
