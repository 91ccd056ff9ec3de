import type { EntityManager } from "typeorm";

/** The lists whose entries have a kind on which records rest. */
export type KindedList = "recipients" | "legalGrounds";

/**
 * Says what records name entries of the data map. The modules that keep records are above this one, so one of them implements it
 * and the composition root hands it over.
 */
export interface UsageCheck {
  /** How many records name each of the keys; a key that none names may be left out. */
  countRecords(
    db: EntityManager,
    list: KindedList,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, number>>;
}
