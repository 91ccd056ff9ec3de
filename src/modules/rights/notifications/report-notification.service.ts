import type { DataSource } from "typeorm";
import type { Clock } from "../../../platform/clock.js";
import { inTransaction, type Tx } from "../../../platform/db/transaction.js";
import { commitToFreeText } from "../../../platform/erasable-text/free-text.js";
import { findFreeTexts, insertFreeTexts } from "../../../platform/erasable-text/free-text.repository.js";
import { AppError, badInput } from "../../../platform/errors.js";
import type { Caller } from "../../../platform/graphql/context.js";
import { newId } from "../../../platform/ids.js";
import { isClosed, problemOfReport } from "../core/notification-course.js";
import type { NotificationStatus } from "../core/notification-vocabulary.js";
import {
  differingFields,
  problemsOfNames,
  readReport,
  type ReportContent,
  type ReportInput,
  type Texts,
} from "../core/read-report.js";
import type { RequestProgress } from "../requests/request-progress.service.js";
import { placeKey } from "./notification-place.js";
import { findReportsOf, insertReport } from "./notification-reports.repository.js";
import type { NotificationRow, ReportRow } from "./notification-row.js";
import { mayHandle, noSuchNotification } from "./notification-scope.js";
import { deleteSecret, findSecrets } from "./notification-secrets.repository.js";
import type { NotificationSecrets } from "./notification-secrets.service.js";
import { findNotifications, lockStandings, setNotificationStatus } from "./notifications.repository.js";

export interface Reported {
  readonly row: NotificationRow;
  readonly report: ReportRow;
  /** False for the repetition of a report. */
  readonly created: boolean;
}

/** Records what became of notifications. What closes one destroys what says whom it was about. */
export class ReportNotification {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly secrets: NotificationSecrets,
    private readonly progress: RequestProgress,
  ) {}

  /** Each status is reported once; the same report again is a retry, for ever. Throws NOT_FOUND for others' notifications. */
  async report(input: ReportInput, caller: Caller): Promise<Reported> {
    const { texts, problems } = readReport(input);
    if (problems.length > 0) throw badInput(problems);
    return inTransaction(this.dataSource, (tx) => this.#write(tx, input, texts, caller));
  }

  async #write(tx: Tx, input: ReportInput, texts: Texts, caller: Caller): Promise<Reported> {
    const row = (await findNotifications(tx, [input.id])).get(input.id);
    if (!row || !mayHandle(caller, row)) throw noSuchNotification("id");
    // All of the request's, because the last one that is told of ends the request.
    const standings = await lockStandings(tx, row.requestId);
    const status = standings.get(row.id)!;
    const reports = (await findReportsOf(tx, [placeKey(row)])).get(placeKey(row)) ?? [];
    const channel = input.channel ?? row.channel;
    const known = reports.find((each) => each.status === input.status);
    if (known) {
      await refuseOtherContent(tx, known, { texts, channel });
      return { row: { ...row, status }, report: known, created: false };
    }
    const problem = problemOfReport(status, input.status);
    if (problem !== null) throw new AppError("CONFLICT", problem, ["status"]);
    await this.#refuseNames(tx, row, texts);
    const id = newId(this.clock.now());
    const { rows, commitments } = commitToFreeText(id, texts);
    const report: ReportRow = {
      id,
      requestId: row.requestId,
      notificationId: row.id,
      number: reports.length + 1,
      status: input.status,
      channel,
      reportedAt: this.clock.now(),
      reportedBy: caller.keyId,
      freeTextCommitments: commitments,
    };
    await insertReport(tx, report);
    await insertFreeTexts(tx, rows);
    await setNotificationStatus(tx, row, input.status);
    if (isClosed(input.status)) await deleteSecret(tx, row);
    if (isLastOpen(standings, row.id)) await this.progress.recipientsTold(tx, row.requestId);
    return { row: { ...row, status: input.status }, report, created: true };
  }

  async #refuseNames(tx: Tx, row: NotificationRow, texts: Texts): Promise<void> {
    const sealed = (await findSecrets(tx, [placeKey(row)])).get(placeKey(row));
    if (!sealed) return;
    const { subject, partnerReferences } = this.secrets.unseal(row, sealed);
    const problems = problemsOfNames(texts, [subject, ...partnerReferences]);
    if (problems.length > 0) throw badInput(problems);
  }
}

function isLastOpen(standings: ReadonlyMap<string, NotificationStatus>, id: string): boolean {
  const open = [...standings].filter(([, status]) => status === "OPEN").map(([each]) => each);
  return open.length === 1 && open[0] === id;
}

async function refuseOtherContent(tx: Tx, known: ReportRow, sent: ReportContent): Promise<void> {
  const texts = (await findFreeTexts(tx, [known.id])).get(known.id) ?? {};
  const recorded = { channel: known.channel, texts };
  const differing = differingFields(recorded, known.freeTextCommitments ?? {}, sent);
  if (differing.length === 0) return;
  throw new AppError(
    "CONFLICT",
    `status: ${known.status} was reported of this notification already; what differs: ${differing.join(", ")}. What was reported stands.`,
    ["status", ...differing],
  );
}
