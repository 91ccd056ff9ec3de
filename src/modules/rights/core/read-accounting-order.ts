import type { FieldProblem } from "../../../platform/errors.js";
import { problemsOfFactId } from "../../access/core/fact-id.js";
import { differingTexts, readTexts, type Texts } from "../../authorities/core/texts.js";
import type { AccountingForm, AccountingRecipients } from "../../disclosures/core/vocabulary.js";
import { normaliseReference, problemOfReference } from "../../subjects/core/reference.js";

/** An accounting to be given, as a caller asks for it: `GiveAccountingInput`. */
export interface AccountingOrderInput {
  readonly id?: string | null;
  readonly subject: string;
  readonly request?: string | null;
  readonly from?: Date | null;
  readonly to?: Date | null;
  readonly form: AccountingForm;
  readonly recipientsAs: AccountingRecipients;
  readonly reason?: string | null;
}

/** What was asked for: with its person and the reason, what a retry is compared by. */
export interface AccountingOrder {
  /** The rights request that it answers. */
  readonly requestId: string | null;
  readonly from: Date | null;
  /** Does not count itself. */
  readonly to: Date | null;
  readonly form: AccountingForm;
  readonly recipientsAs: AccountingRecipients;
}

export interface ReadAccountingOrder {
  readonly order: AccountingOrder;
  /** `reason`, where recipients are told by kind only. */
  readonly texts: Texts;
  /** The user's reference, normalised. It lives in memory only. */
  readonly reference: string;
  readonly problems: readonly FieldProblem[];
}

export const ORDER_TEXTS = ["reason"] as const;

const REASON_CHARS_MAX = 2_000;
const REASON_MISSING =
  "Say why the actual recipients cannot be named: users are owed their names (CJEU C-154/21) unless these cannot be known or the request is manifestly unfounded or excessive.";

/** Understands what is asked for, or says what is wrong with it, the period apart. Pure. */
export function readAccountingOrder(input: AccountingOrderInput): ReadAccountingOrder {
  const { id, request, from, to, form, recipientsAs } = input;
  const byKind = recipientsAs === "CATEGORIES";
  const { texts, problems } = readTexts([
    {
      field: "reason",
      text: input.reason,
      charsMax: REASON_CHARS_MAX,
      remedy: byKind ? REASON_MISSING : null,
    },
  ]);
  const reference = normaliseReference(input.subject);
  const strange = problemOfReference(reference);
  return {
    order: { requestId: request ?? null, from: from ?? null, to: to ?? null, form, recipientsAs },
    texts,
    reference,
    problems: [
      ...problemsOfFactId(id),
      ...(strange === null ? [] : [{ field: "subject", message: strange }]),
      ...problems,
      ...problemsOfReason(texts.reason, byKind, reference),
    ],
  };
}

function problemsOfReason(reason: string | undefined, byKind: boolean, reference: string): FieldProblem[] {
  if (reason === undefined) return [];
  const field = "reason";
  if (!byKind)
    return [{ field, message: "A reason goes with CATEGORIES only: whoever is named needs none." }];
  if (reference === "" || !reason.toLowerCase().includes(reference.toLowerCase())) return [];
  return [{ field, message: "It contains the user's reference: leave it out." }];
}

/** What of a recorded accounting differs from what is asked for under the same id, the person apart. */
export function differingOrder(
  recorded: AccountingOrder & { readonly freeTextCommitments: Readonly<Record<string, string>> },
  recordedTexts: Texts,
  { order, texts }: Pick<ReadAccountingOrder, "order" | "texts">,
): string[] {
  const moment = (at: Date | null) => at?.getTime();
  return [
    ...(recorded.requestId === order.requestId ? [] : ["request"]),
    ...(moment(recorded.from) === moment(order.from) ? [] : ["from"]),
    ...(moment(recorded.to) === moment(order.to) ? [] : ["to"]),
    ...(recorded.form === order.form ? [] : ["form"]),
    ...(recorded.recipientsAs === order.recipientsAs ? [] : ["recipientsAs"]),
    ...differingTexts(recordedTexts, recorded.freeTextCommitments, texts, ORDER_TEXTS),
  ];
}
