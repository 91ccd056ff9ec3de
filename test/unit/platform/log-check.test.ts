import { describe, expect, it } from "@jest/globals";
import { logRemedy, settingsToChange, type LogSettings } from "../../../src/platform/db/log-check.js";

const QUIET: LogSettings = {
  log_min_messages: "log",
  log_error_verbosity: "terse",
  log_statement: "none",
  log_min_duration_statement: "-1",
  log_min_duration_sample: "-1",
  log_transaction_sample_rate: "0",
  log_parameter_max_length: "-1",
  log_parameter_max_length_on_error: "0",
  "auto_explain.log_min_duration": null,
  "pgaudit.log_parameter": null,
};

describe("The settings of PostgreSQL's log", () => {
  it("are in order where neither errors nor parameters are written", () => {
    expect(settingsToChange(QUIET)).toEqual([]);
    // A statement names no values; they are sent apart.
    expect(settingsToChange({ ...QUIET, log_statement: "all", log_parameter_max_length: "0" })).toEqual([]);
    expect(settingsToChange({ ...QUIET, log_statement: "ddl" })).toEqual([]);
  });

  it.each([
    ["log_min_messages", "warning", "log_min_messages = log"],
    ["log_min_messages", "error", "log_min_messages = log"],
    ["log_error_verbosity", "default", "log_error_verbosity = terse"],
    ["log_statement", "mod", "log_parameter_max_length = 0"],
    ["log_min_duration_statement", "250ms", "log_parameter_max_length = 0"],
    ["log_min_duration_sample", "1s", "log_parameter_max_length = 0"],
    ["log_transaction_sample_rate", "0.01", "log_parameter_max_length = 0"],
    ["log_parameter_max_length_on_error", "64B", "log_parameter_max_length_on_error = 0"],
    ["auto_explain.log_min_duration", "0", "auto_explain.log_min_duration = -1"],
    ["pgaudit.log_parameter", "on", "pgaudit.log_parameter = off"],
  ] as const)("would quote values with %s = %s", (name, value, remedy) => {
    expect(settingsToChange({ ...QUIET, [name]: value })).toEqual([remedy]);
  });

  it("are changed for one role, by statements to copy", () => {
    expect(logRemedy("disclosure_api", ["log_min_messages = log", "log_error_verbosity = terse"])).toBe(
      'ALTER ROLE "disclosure_api" SET log_min_messages = log; ALTER ROLE "disclosure_api" SET log_error_verbosity = terse;',
    );
  });
});
