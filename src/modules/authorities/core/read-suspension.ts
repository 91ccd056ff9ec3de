import type { FieldProblem } from "../../../platform/errors.js";
import { addPeriod } from "../../datamap/core/add-period.js";
import type { CalendarDay, DataMapSnapshot } from "../../datamap/index.js";
import { problemsOfReceipt } from "./moments.js";
import { readTexts, type Texts } from "./texts.js";
import type { SuspensionForm } from "./vocabulary.js";

/** What an authority said of accountings, as a caller sends it: `SuspendAccountingInput`. */
export interface SuspensionInput {
  readonly authorityRequest: string;
  readonly form: SuspensionForm;
  readonly receivedAt: Date;
  readonly until?: CalendarDay | null;
  readonly official?: string | null;
}

/** A suspension that was understood. */
export interface SuspensionContent {
  readonly authorityRequest: string;
  readonly form: SuspensionForm;
  readonly receivedAt: Date;
  /** The last day on which it holds. */
  readonly until: CalendarDay;
}

/** What was merely said holds no longer, counted from the day after it was received: 45 CFR 164.528(a)(2)(ii)(C). */
const ORAL_PERIOD_MAX = "P30D";
const OFFICIAL_CHARS_MAX = 200;

/** Understands a suspension, or says everything that is wrong with it. Pure: `now` is handed in. */
export function readSuspension(
  input: SuspensionInput,
  map: DataMapSnapshot,
  now: Date,
): { readonly content: SuspensionContent; readonly texts: Texts; readonly problems: FieldProblem[] } {
  const { authorityRequest, form, receivedAt } = input;
  const received = map.calendarDay(receivedAt);
  const oralEnd = addPeriod(received, ORAL_PERIOD_MAX);
  const until = input.until ?? (form === "ORAL" ? oralEnd : null);
  const { texts, problems } = readTexts([
    { field: "official", text: input.official, charsMax: OFFICIAL_CHARS_MAX, remedy: null },
  ]);
  return {
    // Without an end it is refused below.
    content: { authorityRequest, form, receivedAt, until: until ?? received },
    texts,
    problems: [
      ...problemsOfReceipt(receivedAt, now),
      ...problemsOfEnd(form, until, received, oralEnd),
      ...problems,
    ],
  };
}

function problemsOfEnd(
  form: SuspensionForm,
  until: CalendarDay | null,
  received: CalendarDay,
  oralEnd: CalendarDay,
): FieldProblem[] {
  const problem = (message: string): FieldProblem[] => [{ field: "until", message }];
  if (until === null)
    return problem("A written statement says until when accountings are suspended: give the last day.");
  if (until < received) {
    return problem(
      `The suspension would be over before it was asked for, on ${received} of the controller's calendar; check both.`,
    );
  }
  if (form === "ORAL" && until > oralEnd) {
    return problem(
      `What was merely said suspends accountings for at most 30 days after its receipt, until ${oralEnd}: leave the day out, or ask for a written statement and record that.`,
    );
  }
  return [];
}
