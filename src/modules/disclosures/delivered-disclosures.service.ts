import type { EntityManager } from "typeorm";
import type { CoverageService, GroupedPart } from "../coverage/index.js";
import {
  countDelivered,
  deliveredByCombination,
  type DeliveredCombination,
} from "./delivered-disclosures.repository.js";

export type { DeliveredCombination } from "./delivered-disclosures.repository.js";

/** Which of the disclosures that reached their recipients are asked about; what is left out does not narrow. */
export interface DeliveredQuestion {
  /** Keys; any of them. */
  readonly recipients?: readonly string[];
  /** Keys of categories as they were recorded; any of them. */
  readonly categories?: readonly string[];
  /** Where the data went, ISO 3166-1 alpha-2. */
  readonly counterpartyCountry?: string;
  readonly occurredFrom?: Date;
  /** The end itself does not count. */
  readonly occurredTo?: Date;
}

/**
 * What reached recipients, as it stands: outbound disclosures that did not fail, those that were restated as what they became, and those
 * that were voided left out.
 */
export class DeliveredDisclosures {
  constructor(private readonly coverage: CoverageService) {}

  /** The disclosures counted by recipient and categories. One statement. */
  count(db: EntityManager, question: DeliveredQuestion): Promise<DeliveredCombination[]> {
    return countDelivered(db, { ...question, includeSuperseded: false });
  }

  /**
   * Their users, in parts and in no order, with the `group` of `count` to which each belongs: some parts at a time, read no faster than they
   * are used. Needs a transaction.
   */
  streamUsers(db: EntityManager, question: DeliveredQuestion): AsyncIterable<GroupedPart[]> {
    const groups = deliveredByCombination({ ...question, includeSuperseded: false });
    return this.coverage.streamGroups(db, groups);
  }
}
