import { isInForceOn, type DatedValidity } from "../../datamap/core/validity.js";
import type { CalendarDay, CatalogueList } from "../../datamap/index.js";
import { clauses, listed, quoted, rules, verb, type Occasion } from "./explain-words.js";

const ONE_OF: Partial<Readonly<Record<CatalogueList, string>>> = {
  recipients: "recipient",
  purposes: "purpose",
  legalGrounds: "legal ground",
  categories: "category",
  agreements: "agreement",
  safeguards: "safeguard",
  jurisdictions: "country",
};

export function explainRetired({ detail, map, day }: Occasion): string {
  const entries = (detail.entries ?? []).map(({ list, key }) => {
    const successor = map.entry(list, key)?.replacedBy;
    const instead = successor === undefined ? "" : ` (replaced by ${quoted(successor)})`;
    return `${ONE_OF[list] ?? list} ${quoted(key)}${instead}`;
  });
  return `by ${day} the data map had retired ${listed(entries)}${clauses(detail)}; name what is in use instead, or correct the day of retirement in the data map.`;
}

export function explainAgreementMissing({ detail, transfer }: Occasion): string {
  const recipient = quoted(transfer.recipient);
  const remedy = "conclude one and add it to the data map before more is sent.";
  if (detail.agreement !== undefined)
    return `the data map knows no agreement ${quoted(detail.agreement)} with ${recipient}; name the one that applies, or ${remedy}`;
  const letting = verb(detail.rules?.length ?? 0, "lets", "let");
  return `${rules("sharing", detail)} ${letting} ${recipient} have data only under an agreement, and the data map knows of none; ${remedy}`;
}

export function explainAgreementNotInForce({ detail, transfer, map, day }: Occasion): string {
  const key = detail.agreement ?? "";
  const demand = detail.rules ? `, asked for by ${rules("sharing", detail)},` : "";
  const when = whyNotInForce(map.agreement(key), day);
  return `agreement ${quoted(key)} with ${quoted(transfer.recipient)}${demand} was not in force on ${day}${when}; prolong it or conclude another, and say so in the data map before more is sent.`;
}

export function explainCategory({ detail, transfer }: Occasion): string {
  const { categories = [] } = detail;
  const [are, them] = categories.length === 1 ? ["it is", "it"] : ["they are", "them"];
  return `${listed(categories.map(quoted))} may not go to ${quoted(transfer.recipient)}, because ${are} not listed by ${rules("sharing", detail)}; leave ${them} out, or list ${them} in the rule if the policy allows it.`;
}

export function explainPurpose({ kind, detail, transfer, day }: Occasion): string {
  const recipient = quoted(transfer.recipient);
  if (kind === "GAP")
    return `no sharing rule in force on ${day} is for ${recipient} or its kind, so that the data map does not say whether it may have data; add a rule, or send it nothing.`;
  return `${recipient} may not have data for the purpose ${quoted(transfer.purpose)}, which is not that of ${rules("sharing", detail)}; name the purpose that applies, or add a rule if the policy allows it.`;
}

export function explainGround({ detail, transfer }: Occasion): string {
  return `${quoted(transfer.recipient)} may not have data for ${quoted(transfer.purpose)} on the legal ground ${quoted(transfer.legalGround)}, which is not that of ${rules("sharing", detail)}; name the ground that applies, or add a rule if the policy allows it.`;
}

export function explainDemandMissing({ detail, transfer }: Occasion): string {
  const source = detail.rules ? `by ${rules("sharing", detail)}` : "as a public authority";
  return `${quoted(transfer.recipient)} may have data only on a lawful demand, ${source}, and the disclosure names none; register the authority request and amend the disclosure so that it names it.`;
}

export function explainDemandUnlawful({ detail }: Occasion): string {
  const review = detail.review === undefined ? "" : ` by review ${detail.review}`;
  const demand = detail.rules ? `, and a lawful one is asked for by ${rules("sharing", detail)}` : "";
  return `authority request ${detail.request ?? ""} was found unlawful${review}${demand}; send nothing on it, or review it again if that was wrong.`;
}

export function explainSafeguardMissing({ kind, detail, transfer, map, day }: Occasion): string {
  const protection = map
    .jurisdiction(transfer.country)
    ?.protection.find((status) => isInForceOn(day, status));
  const known =
    kind === "GAP"
      ? `of whose protection of personal data the data map says nothing on ${day}`
      : `whose protection of personal data is ${protection?.status ?? "not known"} on ${day}`;
  const by = detail.rules ? ` by the disclosure or by ${rules("sharing", detail)}` : " by the disclosure";
  const tried =
    detail.safeguard === undefined
      ? `no safeguard is named${by}`
      : `${quoted(detail.safeguard)}, named${by}, does not cover this`;
  const remedy = kind === "GAP" ? "have the country assessed or arrange a safeguard" : "arrange a safeguard";
  return `data went to ${quoted(transfer.recipient)} in ${transfer.country}, ${known}, and ${tried}; ${remedy}, and add it to the data map before more is sent.`;
}

export function explainSafeguardNotInForce({ detail, transfer, map, day }: Occasion): string {
  const key = detail.safeguard ?? "";
  const when = whyNotInForce(map.safeguard(key), day);
  return `safeguard ${quoted(key)} for data sent to ${quoted(transfer.recipient)} in ${transfer.country}${clauses(detail)} was not in force on ${day}${when}; prolong it or arrange another, and say so in the data map before more is sent.`;
}

/** `, having ended on 2026-03-01`; empty where the entry is unknown. */
function whyNotInForce(entry: DatedValidity | undefined, day: CalendarDay): string {
  if (entry?.validTo !== undefined && entry.validTo < day) return `, having ended on ${entry.validTo}`;
  if (entry?.validFrom !== undefined && day < entry.validFrom) return `, beginning on ${entry.validFrom}`;
  return entry?.retiredOn === undefined ? "" : `, having been retired on ${entry.retiredOn}`;
}
