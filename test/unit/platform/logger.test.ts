import { beforeEach, describe, expect, it } from "@jest/globals";
import { readCommitted } from "../../support/committed-file.js";
import { createLogger, LOG_FIELDS, type Logger } from "../../../src/platform/observability/logger.js";
import { placeOf } from "../../../src/platform/observability/place-of.js";

const lines: string[] = [];
const logger = createLogger("info", { worker: 3 }, { write: (line) => void lines.push(line) });
/** The same for whoever goes past the compiler. */
const unchecked = logger as unknown as Record<keyof Logger, (fields: unknown, message?: string) => void>;

const MARK = "iin870101300123";

beforeEach(() => void lines.splice(0));

function written(): Record<string, unknown>[] {
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe("The logger", () => {
  it("writes the fields on its list, with the time and the fields of every line", () => {
    logger.info({ requestId: "r1", codes: ["CONFLICT"], ms: 1.5 }, "graphql");
    expect(written()).toEqual([
      {
        level: 30,
        time: expect.any(String),
        worker: 3,
        requestId: "r1",
        codes: ["CONFLICT"],
        ms: 1.5,
        msg: "graphql",
      },
    ]);
  });

  it("leaves out every other field, errors, and objects inside of fields that it knows", () => {
    unchecked.error({ reference: MARK, variables: { MARK }, kind: "TypeError" }, "fault");
    unchecked.error({ kind: { reference: MARK }, at: [{ reference: MARK }], codes: ["INTERNAL"] }, "fault");
    unchecked.error({ err: new Error(MARK), constructor: MARK, task: "t" }, "fault");
    unchecked.error(new Error(MARK), "fault");

    expect(lines.join("")).not.toContain(MARK);
    expect(written()).toMatchObject([{ kind: "TypeError" }, { codes: ["INTERNAL"] }, { task: "t" }, {}]);
  });

  it("has no way, as far as the compiler goes, to write another field", () => {
    // @ts-expect-error -- `reference` is not on the list.
    logger.info({ reference: MARK }, "graphql");
    const more = { note: MARK };
    // @ts-expect-error -- nor by way of a spread.
    logger.info({ requestId: "r1", ...more }, "graphql");

    expect(lines.join("")).not.toContain(MARK);
  });

  it("has the fields that the page for operators explains", () => {
    const page = readCommitted("docs/operations.md");
    const rows = [...page.slice(page.indexOf("## The log")).matchAll(/^\| `(\w+)` +\| (.*?) +\|$/gm)];
    expect(Object.fromEntries(rows.map(([, field, says]) => [field, says]))).toEqual(LOG_FIELDS);
  });
});

describe("the place of a fault", () => {
  const CANARY = "said\n    at canary (file:///canary.js:1:1)";

  it("says where it happened, and nothing of what the fault says, also where that looks like a place", () => {
    const places = placeOf(new TypeError(CANARY));
    expect(places[0]).toMatch(/^at .*logger\.test\.ts/);
    expect(places.join()).not.toContain("canary");
  });

  it("is not told where the stack is of another text than the fault's", () => {
    const fault = new Error(CANARY);
    expect(fault.stack).toContain("canary");
    expect(placeOf(Object.assign(fault, { message: "Changed since." }))).toEqual([]);
    expect(placeOf("no error")).toEqual([]);
  });
});
