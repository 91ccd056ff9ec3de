import type { EntityManager } from "typeorm";
import type { CoverageService } from "../coverage/index.js";
import type { SubjectNumber } from "../subjects/index.js";
import { findPartnerReferences, findReceivedCategories } from "./received-data.repository.js";

/** A recipient who holds data of a user. */
export interface Receipt {
  readonly recipient: string;
  /** Keys of the categories that were sent, as the disclosures name them. Sorted. */
  readonly categories: readonly string[];
}

/** What part of a user's disclosures is asked about. */
export interface ReceivedScope {
  /** Keys of which a disclosure must name one; any where null. */
  readonly categories: readonly string[] | null;
  /** Only what had occurred by this moment. */
  readonly until?: Date;
}

/** Who actually received data of a user: by what went out and arrived, as amendments left it. */
export class ReceivedData {
  constructor(private readonly coverage: CoverageService) {}

  /** Each recipient once, by key. Two statements, however many disclosures there are. */
  async recipientsOf(
    db: EntityManager,
    user: SubjectNumber,
    { categories, until }: ReceivedScope,
  ): Promise<Receipt[]> {
    const ids = await this.coverage.findDisclosuresCovering(db, user);
    return findReceivedCategories(db, { ids, categories, until: until ?? null });
  }

  /** How these recipients call the user, as far as disclosures of that user alone tell. Two statements. */
  async partnerReferencesOf(
    db: EntityManager,
    user: SubjectNumber,
    recipients: readonly string[],
  ): Promise<Map<string, readonly string[]>> {
    if (recipients.length === 0) return new Map();
    const ids = await this.coverage.findDisclosuresCovering(db, user);
    const found = await findPartnerReferences(db, { ids, until: null }, recipients);
    return new Map(found.map(({ recipient, references }) => [recipient, references]));
  }
}
