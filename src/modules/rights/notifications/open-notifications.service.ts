import type { EntityManager } from "typeorm";
import type { Clock } from "../../../platform/clock.js";
import type { Tx } from "../../../platform/db/transaction.js";
import { newId } from "../../../platform/ids.js";
import { generationToWrite } from "../../../platform/secrets/secret-era.js";
import type { ApiKeysService } from "../../access/index.js";
import type { DataMapService } from "../../datamap/index.js";
import type { Receipt, ReceivedData } from "../../disclosures/index.js";
import type { SubjectNumber } from "../../subjects/index.js";
import { affectedOf, categoriesConcerned } from "../core/affected-categories.js";
import { channelFor } from "../core/notification-course.js";
import type { NotificationOpener, NotificationOrder } from "../requests/decision-effects.js";
import type { NotificationDeadlines } from "./notification-deadlines.service.js";
import type { NewNotificationRow } from "./notification-row.js";
import { insertSecrets } from "./notification-secrets.repository.js";
import type { NotificationSecrets } from "./notification-secrets.service.js";
import { findNotificationsOf, insertNotifications } from "./notifications.repository.js";

/** What a decision concerns, whoever asks. */
type Concern = Pick<NotificationOrder, "requestId" | "categories" | "decidedAt"> & {
  readonly number: SubjectNumber;
};

/**
 * Opens one notification for each recipient who actually received what a decision affects (GDPR, Article 19): by coverage, so that
 * nobody is told for whom there was merely a rule. A constant number of statements.
 */
export class OpenNotifications implements NotificationOpener {
  constructor(
    private readonly clock: Clock,
    private readonly dataMap: DataMapService,
    private readonly keys: ApiKeysService,
    private readonly received: ReceivedData,
    private readonly deadlines: NotificationDeadlines,
    private readonly secrets: NotificationSecrets,
  ) {}

  /** In the decision's own transaction. Answers how many were opened. */
  async open(tx: Tx, order: NotificationOrder): Promise<number> {
    const { number } = order;
    const categories = categoriesConcerned(this.dataMap.current(), order.categories);
    return this.#openFor(tx, order, await this.received.recipientsOf(tx, number, { categories }));
  }

  /** The same for those alone who are not told yet. */
  async openMissing(tx: Tx, order: NotificationOrder): Promise<number> {
    return this.#openFor(tx, order, await this.missing(tx, order));
  }

  /** The same once the user was erased meanwhile: whatever is recorded of the number was under way by then. */
  async openLate(tx: Tx, order: NotificationOrder): Promise<number> {
    return this.#openFor(tx, order, await this.#untold(tx, order, null));
  }

  /** Who had received data by the decision, as the register knows by now, and has no notification of it. */
  missing(db: EntityManager, concern: Concern): Promise<Receipt[]> {
    return this.#untold(db, concern, concern.decidedAt);
  }

  async #untold(
    db: EntityManager,
    { requestId, number, categories }: Concern,
    until: Date | null,
  ): Promise<Receipt[]> {
    const told = new Set(
      (await findNotificationsOf(db, [requestId])).get(requestId)?.map(({ recipient }) => recipient),
    );
    const scope = {
      categories: categoriesConcerned(this.dataMap.current(), categories),
      ...(until !== null && { until }),
    };
    const receipts = await this.received.recipientsOf(db, number, scope);
    return receipts.filter(({ recipient }) => !told.has(recipient));
  }

  async #openFor(tx: Tx, order: NotificationOrder, receipts: readonly Receipt[]): Promise<number> {
    if (receipts.length === 0) return 0;
    const rows = await this.#rowsOf(tx, order, receipts);
    const recipients = receipts.map(({ recipient }) => recipient);
    const names = await this.received.partnerReferencesOf(tx, order.number, recipients);
    const generation = await generationToWrite(tx);
    await insertNotifications(tx, rows);
    await insertSecrets(
      tx,
      rows.map(({ id, requestId, recipient }) => ({
        id,
        requestId,
        sealed: this.secrets.seal(
          generation,
          { id, recipient },
          { subject: order.reference, partnerReferences: names.get(recipient) ?? [] },
        ),
      })),
    );
    return rows.length;
  }

  async #rowsOf(
    tx: Tx,
    order: NotificationOrder,
    receipts: readonly Receipt[],
  ): Promise<NewNotificationRow[]> {
    const { requestId, kind, decidedAt } = order;
    const openedAt = this.clock.now();
    const map = this.dataMap.current();
    const deadline = await this.deadlines.compute(tx, { requestId, decidedAt });
    const dueOn = deadline && "lastDay" in deadline ? deadline.lastDay : null;
    const missingYear = deadline && "missingYear" in deadline ? deadline.missingYear : null;
    const withKeys = await this.keys.recipientsServed(
      tx,
      receipts.map(({ recipient }) => recipient),
    );
    return receipts.map(({ recipient, categories }) => ({
      id: newId(openedAt),
      requestId,
      kind,
      recipient,
      categories: affectedOf(categories, order.categories),
      decidedAt,
      openedAt,
      dueOn,
      missingYear,
      channel: channelFor(map.recipient(recipient)!, withKeys.has(recipient)),
    }));
  }
}
