import { expect, it } from "@jest/globals";
import { RefusalLog } from "../../../src/platform/http/refusal-log.js";
import { createLogger } from "../../../src/platform/observability/logger.js";

it("A refusal's line says how many of its code were left out before it, and no flood of one code hides another", async () => {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  const log = new RefusalLog(createLogger("info", {}, { write }), 600);
  for (let number = 0; number < 650; number += 1) log.write("NOT_FOUND", { status: 404 });
  log.write("FORBIDDEN", { status: 403 });
  const before = lines.filter(({ status }) => status === 404).length;
  await new Promise((passed) => setTimeout(passed, 150));
  log.write("NOT_FOUND", { status: 404 });
  expect(lines.filter(({ status }) => status === 403)).toHaveLength(1);
  expect(lines[0]).not.toHaveProperty("leftOut");
  const told = lines.reduce((sum, { leftOut }) => sum + Number(leftOut ?? 0), 0);
  expect(before + told).toBe(650);
});
