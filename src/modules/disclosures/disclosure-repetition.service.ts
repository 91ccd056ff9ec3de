import { rowScope } from "../../platform/db/row-scope.js";
import type { Tx } from "../../platform/db/transaction.js";
import { findFreeTexts } from "../../platform/erasable-text/free-text.repository.js";
import { AppError } from "../../platform/errors.js";
import { idIsTaken } from "../access/index.js";
import { isAtHead } from "../datamap/index.js";
import type { SubjectsService } from "../subjects/index.js";
import { differingFields } from "./core/disclosure-content.js";
import { FREE_TEXT_FIELDS } from "./core/vocabulary.js";
import { findVoidingIds } from "./amendments.repository.js";
import { findRecordedUsers, type RecordedUsers } from "./disclosure-fingerprints.repository.js";
import type { DisclosureRow } from "./disclosure-row.js";
import { findDisclosuresById } from "./disclosures.repository.js";
import type { PreparedDisclosure, Written } from "./prepared-disclosure.js";

/** The data map has a newer revision than the one the disclosures were prepared under: refresh it and prepare again. */
export class DataMapMoved extends Error {}

/** Holds disclosures that are sent again against what was recorded under their ids: the same is answered, anything else is a conflict. */
export class DisclosureRepetition {
  constructor(private readonly subjects: SubjectsService) {}

  /**
   * Three statements for any number of disclosures, at most two more where one of them is not there. Throws `DataMapMoved` where nothing
   * else explains that it is not.
   */
  async compare(
    tx: Tx,
    repeated: readonly PreparedDisclosure[],
    headRevision: number,
  ): Promise<Map<PreparedDisclosure, Written>> {
    if (repeated.length === 0) return new Map();
    const ids = [...new Set(repeated.map(({ id }) => id))];
    const rows = await findDisclosuresById(tx, ids);
    const texts = await findFreeTexts(tx, ids);
    const users = await findRecordedUsers(tx, ids);
    const missing = ids.filter((id) => !rows.has(id));
    const voiding = missing.length > 0 ? await findVoidingIds(tx, missing) : new Set();
    // Within a row scope what holds an id may be out of sight.
    const isOutOfSight = missing.length > 0 && rowScope() !== null && (await isAtHead(tx, headRevision));
    return new Map(
      repeated.map((each) => {
        if (voiding.has(each.id)) return [each, { error: idOfVoiding() }];
        const row = rows.get(each.id);
        if (!row && isOutOfSight) return [each, { error: idIsTaken("transfer") }];
        // Neither inserted nor there, nor a voiding's id: only the condition on the head revision can have held it back.
        if (!row) throw new DataMapMoved();
        return [each, this.#judge(each, row, texts.get(each.id) ?? {}, users.get(each.id))];
      }),
    );
  }

  #judge(
    retried: PreparedDisclosure,
    row: DisclosureRow,
    texts: Readonly<Record<string, string>>,
    users: RecordedUsers | undefined,
  ): Written {
    const committed = row.freeTextCommitments ?? {};
    const erasedText = FREE_TEXT_FIELDS.filter((field) => field in committed && !(field in texts));
    const fields = differingFields({ ...row, freeText: texts }, retried.content, erasedText);
    if (users && !this.#areTheSame(users, retried)) fields.push(retried.list ? "subjectList" : "subjects");
    if (row.amends !== retried.amends) fields.push("amends");
    if (fields.length === 0) return { row, created: false };
    return {
      error: new AppError(
        "CONFLICT",
        `A disclosure with this id is recorded with other content; what differs: ${fields.join(", ")}. If this is another transfer, send a fresh id; to correct the recorded one, use amendDisclosure.`,
        fields,
      ),
    };
  }

  #areTheSame(recorded: RecordedUsers, { list, subjects, subjectsDigest }: PreparedDisclosure): boolean {
    if (list !== null && recorded.subjectList === list.id) return true;
    if (recorded.digest.equals(subjectsDigest)) return true;
    return list === null && recorded.digest.equals(this.subjects.earlierDigestOf(subjects));
  }
}

function idOfVoiding(): AppError {
  return new AppError(
    "CONFLICT",
    "id: The amendment that voided a disclosure has this id already. Send a fresh id for a transfer.",
    ["id"],
  );
}
