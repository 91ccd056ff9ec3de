import type { AmendmentDraft, TransferContent, TransferDraft } from "./draft.js";
import { EXAMPLE_USER } from "./example-user.js";
import type { Random } from "./random.js";

const RESTATED = 36;
/** Of these so many are corrected a second time. */
const RESTATED_AGAIN = 4;
const VOIDED = 8;
/** Of the transfers that were logged twice, so many are noticed. */
const REPEATS_VOIDED = 12;

const HOUR = 3_600_000;
const HOURS_UNTIL_NOTICED_MAX = 20 * 24;

/** What turns out to be wrong in a record, and what it should have said. */
interface Correction {
  readonly reason: string;
  readonly content: Partial<TransferContent>;
  /** By how much the moment was wrong. */
  readonly hours: number;
}

const CORRECTIONS: readonly Correction[] = [
  { reason: "It was asked for once and is no routine.", content: { nature: "ADDITIONAL" }, hours: 0 },
  { reason: "It went by e-mail.", content: { channel: "EMAIL" }, hours: 0 },
  { reason: "Part of it came back.", content: { outcome: "PARTLY_DELIVERED" }, hours: 0 },
  { reason: "The clock was wrong: it took place an hour earlier.", content: {}, hours: -1 },
];

/** Corrections of the transfers, each logged after what it corrects. One of either sort concerns the example user. */
export function draftAmendments(transfers: readonly TransferDraft[], random: Random): AmendmentDraft[] {
  const [repeats, single] = divide(transfers, ({ repeats }) => repeats !== undefined);
  const repeated = new Set(repeats.map((draft) => draft.repeats));
  const candidates = single.filter((draft) => !repeated.has(draft) && draft.content.direction === undefined);
  const [ofExample, ofOthers] = divide(candidates, ({ content }) => content.subjects.includes(EXAMPLE_USER));
  const [oneToRestate, oneToVoid] = random.someOf(ofExample, 2);
  const toRestate = [oneToRestate!, ...random.someOf(ofOthers, RESTATED - 1)];
  const left = ofOthers.filter((draft) => !toRestate.includes(draft));
  const toVoid = [oneToVoid!, ...random.someOf(left, VOIDED - 1)];

  const restated = toRestate.map((draft) => restating(draft, draft, random));
  return [
    ...restated,
    ...random.someOf(restated, RESTATED_AGAIN).map((first) => restating(first, first.restated!, random)),
    ...toVoid.map((draft) => voiding(draft, "It was announced and did not take place.", random)),
    ...random
      .someOf(repeats, REPEATS_VOIDED)
      .map((draft) =>
        voiding(draft, `Recorded twice: ${draft.repeats!.externalReference} is this transfer.`, random),
      ),
  ];
}

function divide<Item>(items: readonly Item[], belongs: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(belongs), items.filter((item) => !belongs(item))];
}

function restating(
  amends: AmendmentDraft["amends"],
  transfer: TransferDraft,
  random: Random,
): AmendmentDraft {
  const { reason, content, hours } = random.oneOf(CORRECTIONS.filter((each) => changes(each, transfer)));
  const restated = {
    ...transfer,
    occurredAt: transfer.occurredAt + hours * HOUR,
    content: { ...transfer.content, ...content },
  };
  return { ...voiding(amends, reason, random), restated };
}

/** A correction that says what the record says already would be none. */
function changes({ content, hours }: Correction, transfer: TransferDraft): boolean {
  if (hours !== 0) return true;
  return Object.entries(content).some(
    ([field, value]) => transfer.content[field as keyof TransferContent] !== value,
  );
}

function voiding(amends: AmendmentDraft["amends"], reason: string, random: Random): AmendmentDraft {
  const loggedAt = amends.loggedAt + random.integer(1, HOURS_UNTIL_NOTICED_MAX) * HOUR;
  return { kind: "amendment", externalReference: "", loggedAt, amends, reason };
}
