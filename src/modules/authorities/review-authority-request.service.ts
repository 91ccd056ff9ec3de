import type { DataSource } from "typeorm";
import type { Clock } from "../../platform/clock.js";
import { inTransaction, type Tx } from "../../platform/db/transaction.js";
import { commitToFreeText } from "../../platform/erasable-text/free-text.js";
import { findFreeTexts, insertFreeTexts } from "../../platform/erasable-text/free-text.repository.js";
import { AppError, badInput } from "../../platform/errors.js";
import type { Caller } from "../../platform/graphql/context.js";
import { newId } from "../../platform/ids.js";
import { findAuthorityRequestsById } from "./authority-requests.repository.js";
import { findAuthorityReviewsOf, insertAuthorityReview } from "./authority-reviews.repository.js";
import type { AuthorityRequestRow, AuthorityReviewRow } from "./authority-rows.js";
import { readReview, type ReviewInput } from "./core/read-review.js";
import type { Texts } from "./core/texts.js";
import type { ReviewListener } from "./review-listener.js";
import { noSuchRequest } from "./unknown-request.js";

export interface Reviewed {
  readonly request: AuthorityRequestRow;
  readonly review: AuthorityReviewRow;
  readonly created: boolean;
}

/** Records whether demands comply with the law. The latest review holds; earlier ones stay readable. */
export class ReviewAuthorityRequestService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly listeners: readonly ReviewListener[],
  ) {}

  /** The latest review sent again word for word by the same key is a retry: it is answered with `created` false. */
  async review(input: ReviewInput, caller: Caller): Promise<Reviewed> {
    const { texts, problems } = readReview(input);
    if (problems.length > 0) throw badInput(problems);
    return inTransaction(this.dataSource, (tx) => this.#write(tx, input, texts, caller.keyId));
  }

  async #write(tx: Tx, { id, lawful }: ReviewInput, texts: Texts, recordedBy: string): Promise<Reviewed> {
    const request = (await findAuthorityRequestsById(tx, [id])).get(id);
    if (!request) throw noSuchRequest("id");
    const latest = await latestReview(tx, id);
    if (latest && latest.lawful === lawful && latest.recordedBy === recordedBy) {
      const recorded = (await findFreeTexts(tx, [latest.id])).get(latest.id);
      if (recorded?.reasons === texts.reasons) return { request, review: latest, created: false };
    }
    const reviewId = newId(this.clock.now());
    const { rows, commitments } = commitToFreeText(reviewId, texts);
    const isOurs = await insertAuthorityReview(tx, {
      id: reviewId,
      authorityRequest: id,
      number: (latest?.number ?? 0) + 1,
      lawful,
      recordedBy,
      freeTextCommitments: commitments ?? {},
    });
    if (!isOurs) throw reviewedMeanwhile();
    await insertFreeTexts(tx, rows);
    for (const listener of this.listeners) await listener.reviewRecorded(tx, id, reviewId);
    const review = (await latestReview(tx, id))!;
    return { request: { ...request, reviewId, lawful }, review, created: true };
  }
}

async function latestReview(tx: Tx, requestId: string): Promise<AuthorityReviewRow | undefined> {
  return (await findAuthorityReviewsOf(tx, [requestId])).get(requestId)?.[0];
}

function reviewedMeanwhile(): AppError {
  return new AppError(
    "CONFLICT",
    "id: Somebody else reviewed this authority request at the same moment. Read their review, and send yours again if it is still needed.",
    ["id"],
  );
}
