import { describe, expect, it } from "@jest/globals";
import { readWitnessSettings } from "../../../src/platform/witness-settings.js";

const KEY = "witness.example/w1+0a1b2c3d+BAAA";

function read(settings: Readonly<Record<string, string | undefined>>) {
  const problems: string[] = [];
  const witness = readWitnessSettings((name) => settings[name] ?? null, problems);
  return { witness, problems };
}

describe("The settings of a witness", () => {
  it("may be left out", () => {
    expect(read({})).toEqual({ witness: null, problems: [] });
  });

  it.each([
    ["https://witness.example/w1/", "https://witness.example/w1"],
    ["http://localhost:8080", "http://localhost:8080"],
    ["http://127.0.0.1:8080/w1", "http://127.0.0.1:8080/w1"],
    ["http://[::1]:8080", "http://[::1]:8080"],
  ])("may name %s", (LEDGER_WITNESS_URL, url) => {
    expect(read({ LEDGER_WITNESS_URL, LEDGER_WITNESS_KEY: KEY })).toEqual({
      witness: { url, key: KEY },
      problems: [],
    });
  });

  it.each([
    "http://witness.example",
    "http://localhost.example",
    "witness.example/w1",
    "ftp://witness.example",
    "https://witness.example/?w=1",
    "https://user@witness.example",
    "https://witness.example/#w1",
  ])("may not name %s", (LEDGER_WITNESS_URL) => {
    expect(read({ LEDGER_WITNESS_URL, LEDGER_WITNESS_KEY: KEY }).problems).toEqual([
      expect.stringMatching(/^LEDGER_WITNESS_URL must be the witness's submission prefix, as in https:/),
    ]);
  });

  it.each([{ LEDGER_WITNESS_URL: "https://witness.example" }, { LEDGER_WITNESS_KEY: KEY }])(
    "go together: %j",
    (settings) => {
      expect(read(settings).problems).toEqual([
        expect.stringMatching(/^LEDGER_WITNESS_URL and LEDGER_WITNESS_KEY go together: set both/),
      ]);
    },
  );
});
