import { expect } from "@jest/globals";
import { v7 } from "uuid";
import { consentInput, restrictionInput, type FactInput } from "./fact-operations.js";
import type { MovableClock } from "./movable-clock.js";
import { countRows } from "./stored-rows.js";
import type { LentServer } from "./test-server.js";

/** Inputs of facts under ids of a clock's time, each of which a test spoils in its own way. */
export function factInputsAt(clock: MovableClock) {
  const id = () => v7({ msecs: clock.now().getTime() });
  return {
    consent: (overrides: FactInput = {}) => consentInput({ id: id(), ...overrides }),
    restriction: (overrides: FactInput = {}) => restrictionInput({ id: id(), ...overrides }),
    withdrawal: (overrides: FactInput = {}): FactInput => ({
      id: id(),
      subject: "ann",
      legalGround: "consent",
      receivedAt: "2026-05-01T00:00:00Z",
      ...overrides,
    }),
    end: (overrides: FactInput = {}): FactInput => ({
      id: id(),
      subject: "ann",
      endedOn: "2026-05-01",
      ...overrides,
    }),
    lifting: (overrides: FactInput = {}): FactInput => ({
      id: id(),
      subject: "ann",
      restriction: v7(),
      liftedAt: "2026-05-01T00:00:00Z",
      ...overrides,
    }),
  };
}

/** What a call is refused with; that it left nothing behind is checked, too. */
export async function refusalOf(server: LentServer, mutation: string, input: FactInput) {
  const before = await countRows(server.database.owner);
  const [error] = await server.admin.errorsOf(mutation, { input });
  expect(await countRows(server.database.owner)).toEqual(before);
  const { code, fields } = error!.extensions as { code: string; fields: string[] };
  return { code, fields, message: error!.message };
}
