import { factReading, problemsOfPastMoment, type FactInput, type FactReader } from "./read-fact.js";

/** As a caller sends it: `RestoreAccountInput`. */
export interface RestorationInput extends FactInput {
  readonly restoredAt: Date;
  readonly evidence?: string | null;
}

export const readRestoration: FactReader<RestorationInput> = (input, { now }) => {
  const { restoredAt } = input;
  const problems = problemsOfPastMoment("restoredAt", restoredAt, now, "A restoration");
  return factReading(input, problems, () => ({ kind: "RESTORATION", restoredAt }));
};
