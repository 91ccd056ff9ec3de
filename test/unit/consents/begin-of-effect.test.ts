import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { beginOfEffect } from "../../../src/modules/consents/core/begin-of-effect.js";
import { StateOfUser } from "../../../src/modules/consents/core/state-of-user.js";
import type { SubjectFact } from "../../../src/modules/consents/index.js";
import { exampleSnapshot } from "../datamap/example-snapshot.js";
import {
  agreementEnd,
  consent,
  erasure,
  lifting,
  restoration,
  restriction,
  withdrawal,
} from "./sample-facts.js";

const moment = fc.date({
  min: new Date("2026-01-01T00:00:00Z"),
  max: new Date("2026-02-01T00:00:00Z"),
  noInvalidDate: true,
});
const ground = fc.constantFrom("consent", "contract");
const day = fc.integer({ min: 1, max: 31 }).map((date) => `2026-01-${String(date).padStart(2, "0")}`);
/** Any moment, and often one shortly before midnight in Greenwich, when days have begun in the east. */
const asked = fc.oneof(
  moment,
  fc
    .tuple(day, fc.integer({ min: 1, max: 15 }))
    .map(([date, hours]) => new Date(Date.parse(date) - hours * 3_600_000)),
);
const anyFact: fc.Arbitrary<SubjectFact> = fc.oneof(
  fc.tuple(moment, ground).map(([at, legalGround]) => consent(at, { legalGround })),
  fc.tuple(moment, ground).map(([at, legalGround]) => withdrawal(at, { legalGround })),
  day.map((endedOn) => agreementEnd(endedOn)),
  moment.map((at) => restriction("BLOCK", at)),
  moment.map((at) => lifting("BLOCK-1", at)),
  moment.map((at) => erasure(at)),
  moment.map((at) => restoration(at)),
);

/** The clocks of the world's ends among them: a day begins there a day apart. */
const maps = ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Almaty"].map((timeZone) =>
  exampleSnapshot((document) => {
    document.controller.timeZone = timeZone;
  }),
);

describe("before a fact's effect begins", () => {
  it("everything is as without it, wherever the controller's clock is", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...maps),
        fc.array(anyFact, { maxLength: 4 }),
        anyFact,
        asked,
        (map, facts, late, at) => {
          fc.pre(at < beginOfEffect(late));
          const stateUnder = (known: readonly SubjectFact[]) => {
            const state = new StateOfUser(known, map, at);
            return [
              state.consents(),
              state.restrictions(),
              state.erasure(),
              state.agreementsEndedOn(),
              state.consentsWithdrawnOn(),
            ];
          };
          expect(stateUnder([...facts, late])).toEqual(stateUnder(facts));
        },
      ),
      { numRuns: 3_000 },
    );
  });
});
