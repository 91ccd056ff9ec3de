import { asTold } from "./as-told.js";

/** One thing wrong with a data map document: where, as a path of field names and list positions, and what to change. */
export interface DocumentProblem {
  readonly path: readonly (string | number)[];
  /** May be a getter: a suggestion is looked for among all keys, which takes time, and only the problems that are shown need one. */
  readonly message: string;
  /** True where the last field name of the path is itself the problem, not what stands under it. */
  readonly concernsName?: true;
}

/** `recipients[2].contacts[0].email`. */
export function formatPath(path: readonly (string | number)[]): string {
  return path.reduce<string>((written, step) => {
    if (typeof step === "number") return `${written}[${step}]`;
    return written === "" ? asTold(step) : `${written}.${asTold(step)}`;
  }, "");
}
