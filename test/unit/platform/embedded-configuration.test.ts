import { describe, expect, it } from "@jest/globals";
import { settings, sharedBuffersMib } from "../../../src/platform/db/embedded/configuration.js";

const GIBIBYTE = 2 ** 30;

describe("The memory of the embedded PostgreSQL", () => {
  it.each([
    [0.5 * GIBIBYTE, 128],
    [1 * GIBIBYTE, 128],
    [2 * GIBIBYTE, 256],
    [7.5 * GIBIBYTE, 960],
    [8 * GIBIBYTE, 1_024],
    [64 * GIBIBYTE, 1_024],
  ])("is an eighth of what there is, within bounds: of %d bytes %d MiB", (bytes, mebibytes) => {
    expect(sharedBuffersMib(bytes)).toBe(mebibytes);
  });

  it("is that of the machine it starts on", () => {
    const [, mebibytes] = /^shared_buffers = (\d+)MB$/m.exec(settings(5432, 100)) ?? [];
    expect(Number(mebibytes)).toBeGreaterThanOrEqual(128);
    expect(Number(mebibytes)).toBeLessThanOrEqual(1_024);
  });
});
