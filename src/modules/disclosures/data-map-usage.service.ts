import type { EntityManager } from "typeorm";
import type { KindedList, UsageCheck } from "../datamap/index.js";
import { countDisclosuresNaming } from "./data-map-usage.repository.js";

/** Tells the data map which of its entries recorded disclosures rest on. */
export class DisclosuresUsage implements UsageCheck {
  countRecords(
    db: EntityManager,
    list: KindedList,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, number>> {
    return countDisclosuresNaming(db, list === "recipients" ? "recipient" : "legalGround", keys);
  }
}
