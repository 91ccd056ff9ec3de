import type { SubjectFact, SubjectFactOf } from "../../../src/modules/consents/index.js";

/** When a fact was recorded must make no difference, so these are recorded when nobody would expect it. */
const RECORDED_AT = new Date("1999-12-31T23:59:59Z");

type Stated<Kind extends SubjectFact["kind"]> = Partial<Omit<SubjectFactOf<Kind>, "kind">>;

/** Noon of a day in Almaty. */
export function noonOf(day: string): Date {
  return new Date(`${day}T07:00:00Z`);
}

export function consent(givenAt: Date, stated: Stated<"CONSENT"> = {}): SubjectFactOf<"CONSENT"> {
  const said = { legalGround: "consent", policyVersion: 1, agreement: null };
  return { id: "consent-1", recordedAt: RECORDED_AT, kind: "CONSENT", ...said, givenAt, ...stated };
}

export function withdrawal(receivedAt: Date, stated: Stated<"WITHDRAWAL"> = {}): SubjectFactOf<"WITHDRAWAL"> {
  const said = { legalGround: "consent" };
  return { id: "withdrawal-1", recordedAt: RECORDED_AT, kind: "WITHDRAWAL", ...said, receivedAt, ...stated };
}

export function agreementEnd(
  endedOn: string,
  stated: Stated<"AGREEMENT_END"> = {},
): SubjectFactOf<"AGREEMENT_END"> {
  const said = { agreement: null };
  return { id: "end-1", recordedAt: RECORDED_AT, kind: "AGREEMENT_END", ...said, endedOn, ...stated };
}

export function restriction(
  kind: SubjectFactOf<"RESTRICTION">["restriction"],
  from: Date,
  stated: Stated<"RESTRICTION"> = {},
): SubjectFactOf<"RESTRICTION"> {
  const said = { restriction: kind, categories: [], purposes: [] };
  return { id: `${kind}-1`, recordedAt: RECORDED_AT, kind: "RESTRICTION", ...said, from, ...stated };
}

export function erasure(erasedAt: Date, stated: Stated<"ERASURE"> = {}): SubjectFactOf<"ERASURE"> {
  return { id: "erasure-1", recordedAt: RECORDED_AT, kind: "ERASURE", erasedAt, ...stated };
}

export function restoration(restoredAt: Date): SubjectFactOf<"RESTORATION"> {
  return { id: "restoration-1", recordedAt: RECORDED_AT, kind: "RESTORATION", restoredAt };
}

export function lifting(lifts: string, liftedAt: Date): SubjectFactOf<"LIFTING"> {
  return { id: `${lifts}-lifted`, recordedAt: RECORDED_AT, kind: "LIFTING", lifts, liftedAt };
}
