import type { DataSource } from "typeorm";
import { pageOf } from "../../platform/db/keyset.js";
import { inTransaction, type Tx } from "../../platform/db/transaction.js";
import { commitToFreeText, problemOfFreeText } from "../../platform/erasable-text/free-text.js";
import { findFreeTexts, insertFreeTexts } from "../../platform/erasable-text/free-text.repository.js";
import { AppError, badInput } from "../../platform/errors.js";
import type { ConnectionPage, PageRequest } from "../../platform/graphql/connection.js";
import type { Caller } from "../../platform/graphql/context.js";
import type { DataMapService } from "../datamap/index.js";
import type { FindingDimension } from "./core/judgement-vocabulary.js";
import { findAcknowledgements, insertAcknowledgement } from "./finding-acknowledgements.repository.js";
import { readFindingFilter, type FindingFilterValues } from "./finding-filter.js";
import type { FindingRow } from "./finding-row.js";
import {
  countFindings,
  countFindingsBy,
  findFindingById,
  listFindings,
  type FindingCountRow,
} from "./findings.repository.js";

export type { FindingCountRow };

const COUNTS_MAX = 10_000;
const NOTE_CHARS_MAX = 2_000;

/** That a caller takes notice of a finding. */
export interface Acknowledging {
  readonly id: string;
  readonly note: string;
}

/** Reads what was found about disclosures, and keeps who took notice of it. */
export class FindingsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly dataMap: DataMapService,
  ) {}

  /** Findings that stand, the latest first. */
  async list(filter: FindingFilterValues, request: PageRequest): Promise<ConnectionPage<FindingRow>> {
    const { conditions, problems } = readFindingFilter(filter, this.dataMap.current());
    if (problems.length > 0) throw badInput(problems);
    const db = this.dataSource.manager;
    return pageOf(
      await listFindings(db, conditions, request),
      (row) => row,
      () => countFindings(db, conditions),
    );
  }

  /** Findings that stand, counted. Throws TOO_COSTLY where there are more rows than anyone reads. */
  async count(
    filter: FindingFilterValues,
    groupBy: readonly FindingDimension[],
  ): Promise<readonly FindingCountRow[]> {
    const map = this.dataMap.current();
    const { conditions, problems } = readFindingFilter(filter, map);
    const repeated = groupBy.find((dimension, index) => groupBy.indexOf(dimension) !== index);
    if (repeated) problems.push({ field: "groupBy", message: `Name ${repeated} once.` });
    if (problems.length > 0) throw badInput(problems);
    const rows = await countFindingsBy(this.dataSource.manager, conditions, groupBy, {
      timeZone: map.controller.timeZone,
      limit: COUNTS_MAX + 1,
    });
    if (rows.length <= COUNTS_MAX) return rows;
    throw new AppError(
      "TOO_COSTLY",
      `These are more than ${COUNTS_MAX} rows: ask for a shorter period with filter.occurredFrom and filter.occurredTo, or group by less.`,
      ["filter", "groupBy"],
    );
  }

  /** Takes notice of a finding, once. The same caller's same note again is a retry. */
  acknowledge(
    { id, note: given }: Acknowledging,
    caller: Caller,
  ): Promise<{ readonly finding: FindingRow; readonly created: boolean }> {
    const note = given.normalize("NFC").trim();
    const wrong =
      note.length === 0 ? "Say what is made of the finding." : problemOfFreeText(note, NOTE_CHARS_MAX);
    if (wrong) throw badInput([{ field: "note", message: wrong }]);
    return inTransaction(this.dataSource, async (tx) => {
      const finding = await findFindingById(tx, id);
      if (!finding) throw unknownFinding();
      const { rows, commitments } = commitToFreeText(id, { note });
      const created = await insertAcknowledgement(tx, {
        findingId: id,
        disclosureId: finding.disclosureId,
        acknowledgedBy: caller.keyId,
        freeTextCommitments: commitments!,
      });
      if (created) await insertFreeTexts(tx, rows);
      else await this.#compare(tx, id, note, caller);
      return { finding, created };
    });
  }

  /** Throws CONFLICT unless it was this caller, with this note. */
  async #compare(tx: Tx, id: string, note: string, caller: Caller): Promise<void> {
    const known = (await findAcknowledgements(tx, [id])).get(id);
    const recorded = (await findFreeTexts(tx, [id])).get(id)?.note;
    const isRetry = known?.acknowledgedBy === caller.keyId && (recorded === undefined || recorded === note);
    if (isRetry) return;
    throw new AppError(
      "CONFLICT",
      "id: This finding has been acknowledged already; its `acknowledgement` says by whom. What is noted cannot be changed.",
      ["id"],
    );
  }
}

function unknownFinding(): AppError {
  return new AppError("NOT_FOUND", "id: There is no finding with this id; Query.findings lists them.", [
    "id",
  ]);
}
