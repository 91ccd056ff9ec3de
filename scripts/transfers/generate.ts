import { draftAmendments } from "./amendments.js";
import { BREAKING_KINDS } from "./breaking-kinds.js";
import type { AmendmentDraft, TransferDraft } from "./draft.js";
import { EXAMPLE_USER, exampleUsers } from "./example-user.js";
import { FORESEEN_KINDS } from "./foreseen-kinds.js";
import type { Line, TransferLine } from "./line.js";
import { Random } from "./random.js";
import type { TransferKind } from "./transfer-kind.js";

const SEED = 20_260_127;
const USERS = exampleUsers();
/** Half of all transfers' users are from among the first so many: regular customers. */
const REGULARS = 400;

/** The transfers happen from the first of these days to the last, in Almaty (UTC+5 all year). */
const FIRST_DAY = Date.parse("2026-02-01T00:00:00+05:00");
const DAYS = 273;
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;

const LATE_SHARE = 0.03;
const LATE_DAYS = [14, 60] as const;
const REPEATS = 20;

/**
 * Every line of the example file: 10,000 transfers, and between them their amendments, in the order in which they were logged.
 * The same at every call.
 */
export function generateLines(): Line[] {
  const random = new Random(SEED);
  const single = [...FORESEEN_KINDS, ...BREAKING_KINDS].flatMap((kind) => draftsOf(kind, random));
  const repeats = random.someOf(single, REPEATS).map((draft) => repeatOf(draft, random));
  const transfers = inOrder([...single, ...repeats]);
  transfers.forEach((draft, index) => {
    draft.externalReference = `EX-${String(index + 1).padStart(6, "0")}`;
  });
  const amendments = inOrder(draftAmendments(transfers, random));
  amendments.forEach((draft, index) => {
    draft.externalReference = `EX-A-${String(index + 1).padStart(4, "0")}`;
  });
  return inOrder([...transfers, ...amendments]).map((draft) => lineOf(draft));
}

function draftsOf(kind: TransferKind, random: Random): TransferDraft[] {
  const drafts = Array.from({ length: kind.count }, () => draftOf(kind, random));
  for (const draft of random.someOf(drafts, kind.ofExampleUser)) {
    draft.content = { ...draft.content, subjects: [...draft.content.subjects, EXAMPLE_USER] };
    delete draft.content.outcome;
  }
  return drafts;
}

function draftOf(kind: TransferKind, random: Random): TransferDraft {
  const late = random.happens(LATE_SHARE);
  const lag = late ? random.integer(...LATE_DAYS) * DAY : random.integer(1, 90 * 60) * SECOND;
  const day = random.integer(0, DAYS - 1 - (late ? LATE_DAYS[1] : 0));
  const [from, to] = kind.hours;
  const occurredAt = FIRST_DAY + day * DAY + from * HOUR + random.integer(0, (to - from) * 3_600) * SECOND;
  const channel = random.oneOf(kind.channels);
  const outcome = kind.says.direction === undefined ? outcomeOf(random) : undefined;
  const content = {
    ...kind.says,
    categories: random.oneOf(kind.categories),
    subjects: usersOf(random.mostlySmall(1, kind.usersMax), random),
    ...(channel && { channel }),
    ...(outcome && { outcome }),
    ...(kind.partnerReference && {
      partnerReference: `${kind.partnerReference} ${random.integer(100, 9_999)}/2026`,
    }),
  };
  return { kind: "transfer", externalReference: "", loggedAt: occurredAt + lag, occurredAt, content };
}

function outcomeOf(random: Random): TransferLine["outcome"] {
  if (random.happens(0.012)) return "FAILED";
  if (random.happens(0.004)) return "PARTLY_DELIVERED";
  return random.happens(0.02) ? "DELIVERED" : undefined;
}

/** Different users, the example user not among them. */
function usersOf(count: number, random: Random): string[] {
  const users = new Set<string>();
  while (users.size < count) {
    const number = random.integer(1, random.happens(0.5) ? REGULARS : USERS.length);
    users.add(USERS[number - 1]!);
    users.delete(EXAMPLE_USER);
  }
  return [...users];
}

/** The same transfer logged a second time, by another system, whose clock is some seconds off. */
function repeatOf(draft: TransferDraft, random: Random): TransferDraft {
  return {
    ...draft,
    repeats: draft,
    occurredAt: draft.occurredAt + random.integer(1, 40) * SECOND,
    loggedAt: draft.loggedAt + random.integer(60, 1_800) * SECOND,
  };
}

function inOrder<Draft extends { readonly loggedAt: number }>(drafts: readonly Draft[]): Draft[] {
  return [...drafts].sort((one, other) => one.loggedAt - other.loggedAt);
}

function lineOf(draft: TransferDraft | AmendmentDraft): Line {
  if (draft.kind === "transfer") return transferLineOf(draft);
  const { externalReference, amends, reason, restated } = draft;
  const what = restated ? { restated: transferLineOf(restated) } : { void: true as const };
  return { amend: amends.externalReference, externalReference, reason, ...what };
}

function transferLineOf({ externalReference, occurredAt, content }: TransferDraft): TransferLine {
  const moment = new Date(occurredAt).toISOString().replace(".000Z", "Z");
  return { externalReference, occurredAt: moment, ...content };
}
