import type { Transfer } from "../../policy/index.js";
import type { DerivedContent, DisclosureContent } from "./disclosure-content.js";

/** What of a disclosure its judgement depends on. */
export function transferOf(content: Omit<DisclosureContent, "freeText">, derived: DerivedContent): Transfer {
  return {
    occurredAt: content.occurredAt,
    direction: content.direction,
    recipient: content.recipient,
    purpose: content.purpose,
    legalGround: content.legalGround,
    categories: content.categories,
    agreement: content.agreement,
    safeguard: content.safeguard,
    country: derived.counterpartyCountry,
    crossBorder: derived.crossBorder,
  };
}
