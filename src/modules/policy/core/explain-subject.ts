import { clauses, fact, listed, quoted, rules, type Occasion } from "./explain-words.js";

export function explainConsentMissing(on: Occasion): string {
  return `these users had given no consent on the ground ${ground(on)} by the moment of the transfer; record the consent if there is one, or leave them out.`;
}

export function explainConsentWithdrawn(on: Occasion): string {
  return `these users withdrew their consent on the ground ${ground(on)}${fact(on.detail)}${until(on)}; leave them out until they consent again.`;
}

export function explainConsentExpired(on: Occasion): string {
  return `the consent of these users on the ground ${ground(on)} had run out${fact(on.detail)}${until(on)}; leave them out until they consent again.`;
}

export function explainRefused({ detail }: Occasion): string {
  return `these users refused the use of ${data(detail.categories)}${inPart(detail)}${fact(detail)}${clauses(detail)}; leave the data or the users out until the refusal is lifted.`;
}

export function explainBlocked({ detail }: Occasion): string {
  return `these users had ${data(detail.categories)} blocked${inPart(detail)}${fact(detail)}${clauses(detail)}; leave them out until the block is lifted.`;
}

export function explainErased({ detail }: Occasion): string {
  return `the data of these users had been erased${fact(detail)}${clauses(detail)}; leave them out.`;
}

export function explainCommunication({ detail, transfer }: Occasion): string {
  return `purpose ${quoted(transfer.purpose)} means communicating with users, and these may not be communicated with any more${fact(detail)}${clauses(detail)}; leave them out until they restore the account.`;
}

export function explainRetention({ detail }: Occasion): string {
  const lastDay = detail.until === undefined ? "" : ` after ${detail.until}`;
  return `${data(detail.categories)} of these users should not have been kept${lastDay}, by ${rules("retention", detail)}; destroy the data instead of disclosing them.`;
}

function ground({ transfer, detail }: Occasion): string {
  return `${quoted(transfer.legalGround)}${clauses(detail)}`;
}

/** `, so that it held until 2026-03-31`; empty where the last day differs between the users. */
function until({ detail }: Occasion): string {
  return detail.until === undefined ? "" : `, so that the last day it held was ${detail.until}`;
}

/** A restriction of a category under a disclosed one restricts a part of it. */
function inPart({ categories }: Occasion["detail"]): string {
  return categories === undefined ? "" : ", in whole or in part";
}

function data(categories: readonly string[] | undefined): string {
  return categories === undefined ? "their data" : listed(categories.map(quoted));
}
