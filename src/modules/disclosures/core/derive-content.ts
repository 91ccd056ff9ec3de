import { invariant } from "../../../platform/errors.js";
import type { DataMapSnapshot } from "../../datamap/index.js";
import type { DerivedContent, DisclosureContent } from "./disclosure-content.js";

/**
 * What follows from a disclosure and the data map in force at `occurredAt`.
 *
 * `known` is the newest revision: a recipient that was added to the map after the transfer is understood too.
 */
export function deriveContent(
  content: DisclosureContent,
  inForce: DataMapSnapshot,
  known: DataMapSnapshot,
): DerivedContent {
  const recipient = inForce.recipient(content.recipient) ?? known.recipient(content.recipient);
  invariant(recipient, "a disclosure was read with a recipient the data map does not know");
  const counterpartyCountry = content.destination ?? recipient.jurisdiction;
  return {
    revision: inForce.revision,
    policyVersion: inForce.policyVersionInForceAt(content.occurredAt)?.number ?? null,
    counterpartyCountry,
    crossBorder: counterpartyCountry !== inForce.controller.country,
  };
}
