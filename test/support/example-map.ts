import { readCommitted } from "./committed-file.js";

/** The text of the example data map. */
export const EXAMPLE = readCommitted("examples/edcrunch.datamap.yaml");

/** The text with one passage replaced. Throws where the passage is not there. */
export function replaced(text: string, from: string | RegExp, to: string): string {
  const result = text.replace(from, to);
  if (result === text) throw new Error(`Nothing to replace: ${String(from)}`);
  return result;
}

/** The example with one passage replaced. */
export function inExample(from: string | RegExp, to: string): string {
  return replaced(EXAMPLE, from, to);
}

/** The example with another name for the courier: a change of one field. */
export function withCourier(name: string): string {
  return inExample(/^( {2}- key: example_courier\n {4}name: ).+$/m, `$1${name}`);
}

/** The example with one purpose more, `research`, on top of its list. */
export function withNewPurpose(text = EXAMPLE): string {
  return replaced(
    text,
    "purposes:\n",
    `purposes:
  - key: research
    name: Research
    description: To learn how people learn.
    communicatesWithUser: false
`,
  );
}
