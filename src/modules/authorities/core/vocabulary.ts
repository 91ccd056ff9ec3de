/** The closed vocabularies of authority requests. What each value means stands in `authority-enums.type.ts`. */

export const REQUEST_STATUSES = ["UNREVIEWED", "LAWFUL", "UNLAWFUL"] as const;
export type RequestStatus = (typeof REQUEST_STATUSES)[number];

export const SUSPENSION_FORMS = ["WRITTEN", "ORAL"] as const;
export type SuspensionForm = (typeof SUSPENSION_FORMS)[number];
