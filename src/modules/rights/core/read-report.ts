import type { FieldProblem } from "../../../platform/errors.js";
import { differingTexts, readTexts, type Texts } from "../../authorities/core/texts.js";
import type { NotificationChannel, ReportedStatus } from "./notification-vocabulary.js";

/** A report as a caller sends it: `ReportNotificationInput`. */
export interface ReportInput {
  /** The notification. */
  readonly id: string;
  readonly status: ReportedStatus;
  readonly channel?: NotificationChannel | null;
  readonly evidence?: string | null;
  readonly reason?: string | null;
}

const REPORT_TEXTS = ["evidence", "reason"] as const;

const TEXT_CHARS_MAX = 2_000;
const EVIDENCE_MISSING =
  "Say by what it can be shown that the recipient was told, such as the number of the message or of the letter.";
const REASON_MISSING =
  "Say why the recipient cannot be told, or why that would take a disproportionate effort (GDPR, Article 19).";

/** What people wrote of a notification, by field. */
export type { Texts };

/** The texts of a report, normalised, and what is wrong with them. */
export function readReport({ status, evidence, reason }: ReportInput): {
  readonly texts: Texts;
  readonly problems: readonly FieldProblem[];
} {
  const { texts, problems } = readTexts([
    {
      field: "evidence",
      text: evidence,
      charsMax: TEXT_CHARS_MAX,
      remedy: status === "SENT" ? EVIDENCE_MISSING : null,
    },
    {
      field: "reason",
      text: reason,
      charsMax: TEXT_CHARS_MAX,
      remedy: status === "IMPOSSIBLE" ? REASON_MISSING : null,
    },
  ]);
  if (status === "IMPOSSIBLE" || texts.reason === undefined) return { texts, problems };
  const message = "A reason goes with IMPOSSIBLE only; what shows that the recipient was told is evidence.";
  return { texts, problems: [...problems, { field: "reason", message }] };
}

/** What of a report its repetition is compared by, beside its status. */
export interface ReportContent {
  readonly channel: NotificationChannel;
  readonly texts: Texts;
}

/** The names of the fields in which a repetition differs. A text that was erased since (committed to, and gone) is not compared. */
export function differingFields(
  recorded: ReportContent,
  committed: Readonly<Record<string, unknown>>,
  sent: ReportContent,
): string[] {
  return [
    ...(recorded.channel === sent.channel ? [] : ["channel"]),
    ...differingTexts(recorded.texts, committed, sent.texts, REPORT_TEXTS),
  ];
}

/** A notification's texts outlive what says whom it is about, so they may not say it. `names` are those of the user. */
export function problemsOfNames(texts: Texts, names: readonly string[]): FieldProblem[] {
  const folded = names.map((name) => name.normalize("NFC").toLowerCase());
  return Object.entries(texts)
    .filter(([, text]) => folded.some((name) => text.toLowerCase().includes(name)))
    .map(([field]) => ({
      field,
      message:
        "It contains the user's reference, or the recipient's own name of the user: leave it out, because this text stays when the user is forgotten.",
    }));
}
