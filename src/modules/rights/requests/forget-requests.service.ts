import type { Clock } from "../../../platform/clock.js";
import type { Tx } from "../../../platform/db/transaction.js";
import type { ErasedPerson, PersonForgetter } from "../../subjects/index.js";
import { statusAfter } from "../core/course.js";
import { deleteRequestPeople, deleteRequestTexts, lockRequestsOf } from "./request-people.repository.js";
import { stepThatFollows } from "./request-progress.service.js";
import { insertSteps } from "./request-steps.repository.js";
import { findRightsRequests, setStatus } from "./rights-requests.repository.js";

/**
 * Takes whoever is being erased out of the rights requests: whose they are, and everything that was written in them. What the person
 * still waited for ends; what follows from earlier decisions, such as telling recipients, goes on without the person.
 */
export class ForgetRequests implements PersonForgetter {
  constructor(private readonly clock: Clock) {}

  async forget(tx: Tx, { pseudonym }: ErasedPerson): Promise<void> {
    const ids = await lockRequestsOf(tx, pseudonym);
    if (ids.length === 0) return;
    const requests = [...(await findRightsRequests(tx, ids)).values()];
    const ended = requests.filter((request) => statusAfter(request, "PERSON_ERASED") !== undefined);
    const now = this.clock.now();
    if (ended.length > 0) {
      await insertSteps(
        tx,
        ended.map(({ id }) => stepThatFollows(id, "PERSON_ERASED", now)),
      );
      await setStatus(
        tx,
        ended.map(({ id }) => id),
        "DONE",
      );
    }
    await deleteRequestTexts(tx, ids);
    await deleteRequestPeople(tx, pseudonym);
  }
}
