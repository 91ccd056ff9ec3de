import type { FactContent } from "./subject-fact.js";

/** A day begins where the world's easternmost clocks are, fourteen hours ahead of UTC. */
const DAY_BEGINS_EARLIEST_MS = -14 * 3_600_000;

/** What happened earlier does not depend on the fact: a moment by itself, or the beginning of its day wherever that may be. */
export function beginOfEffect(fact: FactContent): Date {
  switch (fact.kind) {
    case "CONSENT":
      return fact.givenAt;
    case "WITHDRAWAL":
      return fact.receivedAt;
    case "AGREEMENT_END":
      return new Date(Date.parse(fact.endedOn) + DAY_BEGINS_EARLIEST_MS);
    case "RESTRICTION":
      return fact.from;
    case "LIFTING":
      return fact.liftedAt;
    case "ERASURE":
      return fact.erasedAt;
    case "RESTORATION":
      return fact.restoredAt;
  }
}
