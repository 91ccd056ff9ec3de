import type { FieldProblem } from "../../../platform/errors.js";
import { NEW_ID_LEAD_MS_MAX } from "../../../platform/ids.js";

/** What is wrong with a moment of receipt. A caller's clock may be five minutes ahead. */
export function problemsOfReceipt(receivedAt: Date, now: Date): FieldProblem[] {
  if (receivedAt.getTime() > now.getTime() + NEW_ID_LEAD_MS_MAX) {
    return [
      {
        field: "receivedAt",
        message:
          "It is recorded once it has been received: this moment is more than five minutes ahead of the registry's clock.",
      },
    ];
  }
  if (receivedAt.getTime() < 0) {
    return [{ field: "receivedAt", message: "The moment lies before 1970; check its year." }];
  }
  return [];
}
