import { In, type DataSource, type EntityManager } from "typeorm";
import type { DataMapSnapshot } from "../../src/modules/datamap/index.js";
import { deriveContent } from "../../src/modules/disclosures/core/derive-content.js";
import { readDisclosure, type DisclosureInput } from "../../src/modules/disclosures/core/read-disclosure.js";
import { normaliseReference } from "../../src/modules/subjects/core/reference.js";
import { systemClock } from "../../src/platform/clock.js";
import { badInput } from "../../src/platform/errors.js";
import { newId } from "../../src/platform/ids.js";
import {
  DisclosureEntity,
  LegalGroundEntity,
  PurposeEntity,
  RecipientEntity,
  UserEntity,
} from "./join-table.entity.js";

const UNIQUE_VIOLATION = "23505";

/** Records disclosures the plain way, a transaction each. What a caller may send is checked by the registry's own code. */
export class JoinTableService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly map: DataMapSnapshot,
  ) {}

  /** Fills the tables of keys that disclosures refer to. */
  async loadKeys(): Promise<void> {
    const { recipients, purposes, legalGrounds } = this.map.document;
    const keysOf = (entries: readonly { key: string }[]) => entries.map(({ key }) => ({ key }));
    await this.dataSource.manager.insert(RecipientEntity, keysOf(recipients));
    await this.dataSource.manager.insert(PurposeEntity, keysOf(purposes));
    await this.dataSource.manager.insert(LegalGroundEntity, keysOf(legalGrounds));
  }

  async record(input: DisclosureInput, recordedBy: string): Promise<{ id: string; created: boolean }> {
    const now = systemClock.now();
    const result = readDisclosure(input, this.map, now);
    if ("problems" in result) throw badInput(result.problems);
    const { content, references } = result.read;
    const { recipient, purpose, legalGround, freeText, categories, ...rest } = content;
    const id = input.id ?? newId(now);
    try {
      await this.dataSource.transaction(async (manager) => {
        const subjects = await usersOf(manager, references);
        await manager.insert(DisclosureEntity, {
          ...rest,
          ...deriveContent(content, this.map, this.map),
          id,
          recordedBy,
          recipient: { key: recipient },
          purpose: { key: purpose },
          legalGround: { key: legalGround },
          categories: [...categories],
          subjectCount: subjects.length,
          freeText,
        });
        await manager.createQueryBuilder().relation(DisclosureEntity, "subjects").of(id).add(subjects);
      });
    } catch (error) {
      // A retry, which the caller's id shows.
      if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error;
      return { id, created: false };
    }
    return { id, created: true };
  }

  find(reference: string): Promise<UserEntity | null> {
    return this.dataSource.manager.findOneBy(UserEntity, { reference: normaliseReference(reference) });
  }

  /** The newest disclosures that cover a user. */
  disclosuresOf(user: UserEntity, first: number): Promise<DisclosureEntity[]> {
    return this.dataSource.manager
      .createQueryBuilder(DisclosureEntity, "disclosure")
      .innerJoin("disclosure.subjects", "subject", "subject.id = :id", { id: user.id })
      .leftJoinAndSelect("disclosure.recipient", "recipient")
      .orderBy("disclosure.recordedAt", "DESC")
      .addOrderBy("disclosure.id", "DESC")
      .limit(first)
      .getMany();
  }
}

/** The users with these references; those never seen before are added. */
async function usersOf(manager: EntityManager, references: readonly string[]): Promise<UserEntity[]> {
  const named = { where: { reference: In([...references]) } };
  const users = await manager.find(UserEntity, named);
  if (users.length === references.length) return users;
  const known = new Set(users.map(({ reference }) => reference));
  const unknown = references.filter((reference) => !known.has(reference)).map((reference) => ({ reference }));
  await manager.createQueryBuilder().insert().into(UserEntity).values(unknown).orIgnore().execute();
  return manager.find(UserEntity, named);
}
