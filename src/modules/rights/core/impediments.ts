import type { RequestStep } from "./vocabulary.js";

/** What of a step is needed to tell which impediments stand. */
export interface ImpedimentStep {
  readonly step: RequestStep;
  readonly detail: Readonly<Record<string, string>>;
  readonly recordedAt: Date;
}

export interface StandingImpediment {
  readonly key: string;
  readonly notedAt: Date;
  /** Null while it stands. */
  readonly liftedAt: Date | null;
}

/** What stands or stood against a request, by its steps in order. One that was lifted and noted again is there twice. */
export function impedimentsOf(steps: readonly ImpedimentStep[]): StandingImpediment[] {
  const impediments: StandingImpediment[] = [];
  for (const { step, detail, recordedAt } of steps) {
    const key = detail.impediment;
    if (key === undefined) continue;
    if (step === "IMPEDIMENT_NOTED") impediments.push({ key, notedAt: recordedAt, liftedAt: null });
    const last = impediments.findLastIndex((each) => each.key === key);
    if (step === "IMPEDIMENT_LIFTED" && last >= 0) {
      impediments[last] = { ...impediments[last]!, liftedAt: recordedAt };
    }
  }
  return impediments;
}
