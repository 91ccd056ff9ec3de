import { describe, expect, it } from "@jest/globals";
import type { CommanderError } from "commander";
import { FULL, isHelp, readOptions, SMALL, type Options } from "../../../bench/options.js";

interface Answer {
  readonly options: Options | null;
  readonly error: CommanderError | null;
  readonly said: string;
}

function read(...arguments_: string[]): Answer {
  let said = "";
  const write = (text: string) => void (said += text);
  try {
    const options = readOptions(arguments_, ["single", "batch"], { out: write, err: write });
    return { options, error: null, said };
  } catch (error) {
    return { options: null, error: error as CommanderError, said };
  }
}

describe("the flags of the benchmark", () => {
  it("measure everything at full size where there are none", () => {
    expect(read().options).toEqual({ only: [], json: null, sizes: FULL });
  });

  it("take the small sizes", () => {
    expect(read("--small").options?.sizes).toEqual(SMALL);
  });

  it("choose scenarios and a file", () => {
    expect(read("--only", "batch", "single", "--json", "out.json").options).toMatchObject({
      only: ["batch", "single"],
      json: "out.json",
    });
  });

  it("set one size on top of either preset", () => {
    expect(read("--small", "--users", "25_000").options?.sizes).toEqual({ ...SMALL, users: 25_000 });
    expect(read("--seconds", "0.5").options?.sizes).toEqual({ ...FULL, seconds: 0.5 });
  });

  it.each([["0"], ["-3"], ["many"]])("refuse %s as a size", (value) => {
    const { error, said } = read("--rounds", value);
    expect(error?.exitCode).toBe(1);
    expect(said).toContain("Give a number above 0.");
  });

  it("refuse a scenario there is none of, and name those there are", () => {
    const { error, said } = read("--only", "everything");
    expect(error && isHelp(error)).toBe(false);
    expect(said).toContain("Allowed choices are single, batch");
  });

  it("explain every size, which is no failure", () => {
    const { error, said } = read("--help");
    expect(error && isHelp(error)).toBe(true);
    for (const name of Object.keys(FULL)) {
      expect(said).toContain(
        `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} <number>`,
      );
    }
  });
});
