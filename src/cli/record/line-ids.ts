import { createHash } from "node:crypto";
import { v7 } from "uuid";

/**
 * Gives each line of a file an id that is the same whenever the file is recorded in the same registry, so that recording it again
 * records nothing twice.
 *
 * A line is known by its `externalReference` or, without one, by its content; of several that are alike each is another. So lines
 * may be added anywhere, and a recorded line that is changed under its reference is refused as a conflict.
 */
export class LineIds {
  readonly #alike = new Map<string, number>();
  readonly #byReference = new Map<string, string>();

  /** @param moment what every id carries as its time (RFC 9562, section 5.7); the registry takes new ids of the last 31 days only */
  constructor(private readonly moment: Date) {}

  /** The id of the next line. */
  next(line: Readonly<Record<string, unknown>>): string {
    const { id, externalReference } = line;
    const reference = typeof externalReference === "string" ? externalReference : null;
    const given = typeof id === "string" ? id : null;
    const made = given ?? this.#make(reference === null ? canonical(line) : `reference ${reference}`);
    if (reference !== null && !this.#byReference.has(reference)) this.#byReference.set(reference, made);
    return made;
  }

  /** The id of the first line so far with this reference. */
  ofReference(reference: string): string | null {
    return this.#byReference.get(reference) ?? null;
  }

  #make(identity: string): string {
    const digest = createHash("sha256").update(identity).digest();
    const key = digest.toString("base64");
    const before = this.#alike.get(key) ?? 0;
    this.#alike.set(key, before + 1);
    const bytes = createHash("sha256").update(digest).update(String(before)).digest();
    return v7({ msecs: this.moment.getTime(), seq: bytes.readUInt32BE(16), random: bytes.subarray(0, 16) });
  }
}

/** The content as text, in whatever order its fields were written. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(",")}}`;
}
