import type { DataSource } from "typeorm";
import type { Clock } from "../../platform/clock.js";
import { inTransaction, type Tx } from "../../platform/db/transaction.js";
import { commitToFreeText } from "../../platform/erasable-text/free-text.js";
import { findFreeTexts, insertFreeTexts } from "../../platform/erasable-text/free-text.repository.js";
import { AppError, badInput } from "../../platform/errors.js";
import type { Caller } from "../../platform/graphql/context.js";
import { newId } from "../../platform/ids.js";
import type { DataMapService } from "../datamap/index.js";
import {
  findAccountingSuspensionsOf,
  insertAccountingSuspension,
} from "./accounting-suspensions.repository.js";
import { findAuthorityRequestsById } from "./authority-requests.repository.js";
import type { AccountingSuspensionRow, AuthorityRequestRow } from "./authority-rows.js";
import { readSuspension, type SuspensionContent, type SuspensionInput } from "./core/read-suspension.js";
import { differingTexts, type Texts } from "./core/texts.js";
import { noSuchRequest } from "./unknown-request.js";

export interface Suspended {
  readonly request: AuthorityRequestRow;
  readonly suspension: AccountingSuspensionRow;
  readonly created: boolean;
}

/** Records that users' accountings leave out, for a time, what answered a demand: 45 CFR 164.528(a)(2). */
export class SuspendAccountingService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly dataMap: DataMapService,
  ) {}

  /** The same request, form, receipt and end are the same suspension: sent again it is answered with `created` false. */
  async suspend(input: SuspensionInput, caller: Caller): Promise<Suspended> {
    const now = this.clock.now();
    const { content, texts, problems } = readSuspension(input, this.dataMap.current(), now);
    if (problems.length > 0) throw badInput(problems);
    return inTransaction(this.dataSource, (tx) => this.#write(tx, content, texts, caller.keyId));
  }

  async #write(tx: Tx, content: SuspensionContent, texts: Texts, recordedBy: string): Promise<Suspended> {
    const requestId = content.authorityRequest;
    const request = (await findAuthorityRequestsById(tx, [requestId])).get(requestId);
    if (!request) throw noSuchRequest("authorityRequest");
    const id = newId(this.clock.now());
    const { rows, commitments } = commitToFreeText(id, texts);
    const row = { id, ...content, recordedBy, freeTextCommitments: commitments ?? {} };
    const created = await insertAccountingSuspension(tx, row);
    if (created) await insertFreeTexts(tx, rows);
    const suspensions = (await findAccountingSuspensionsOf(tx, [requestId])).get(requestId) ?? [];
    const suspension = suspensions.find((each) => isSame(each, content))!;
    if (!created) await refuseOtherOfficial(tx, suspension, texts);
    return { request, suspension, created };
  }
}

function isSame(one: SuspensionContent, other: SuspensionContent): boolean {
  return (
    one.form === other.form &&
    one.until === other.until &&
    one.receivedAt.getTime() === other.receivedAt.getTime()
  );
}

async function refuseOtherOfficial(tx: Tx, known: AccountingSuspensionRow, sent: Texts): Promise<void> {
  const recorded = (await findFreeTexts(tx, [known.id])).get(known.id) ?? {};
  const differing = differingTexts(recorded, known.freeTextCommitments, sent, ["official"]);
  if (differing.length === 0) return;
  throw new AppError(
    "CONFLICT",
    "official: This suspension is recorded already, as asked for by another official. If it is another one, its receipt or its end differs.",
    differing,
  );
}
