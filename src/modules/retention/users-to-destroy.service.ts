import type { Tx } from "../../platform/db/transaction.js";
import { AppError, badInput } from "../../platform/errors.js";
import type { Clock } from "../../platform/clock.js";
import type { SubjectFactsService } from "../consents/index.js";
import type { PackedSegment, SubjectList, SubjectListsService } from "../subjects/index.js";
import { countHeld, countIn, usersDue } from "./core/users-of-segment.js";
import type { DueQuestion, DueUsersService } from "./due-users.service.js";

/** Whose data were destroyed. */
export interface DestroyedUsers {
  readonly segments: readonly PackedSegment[];
  readonly subjectCount: number;
  readonly notDueCount: number;
  readonly heldCount: number;
}

/** Finds whose data a destruction was of. A byte or two a user, in memory. */
export class UsersToDestroy {
  constructor(
    private readonly clock: Clock,
    private readonly due: DueUsersService,
    private readonly facts: SubjectFactsService,
    private readonly lists: SubjectListsService,
  ) {}

  /** Everybody who is due by all terms asked about. Throws BAD_USER_INPUT where nobody is. */
  async allDue(tx: Tx, question: DueQuestion): Promise<DestroyedUsers> {
    const segments: PackedSegment[] = [];
    let subjectCount = 0;
    let heldCount = 0;
    for await (const { segment, due } of this.due.read(tx, question)) {
      const { users, held } = usersDue(due, categoriesOf(question));
      heldCount += held.count();
      if (users.count() === 0) continue;
      subjectCount += users.count();
      segments.push(users.pack(segment));
    }
    if (subjectCount > 0) return { segments, subjectCount, notDueCount: 0, heldCount };
    const held = heldCount > 0 ? ` ${heldCount} are held back by a legal hold.` : "";
    throw badInput([
      {
        field: "retentionRule",
        message: `By this rule nobody's data of this category are due on this day, or their destruction is recorded already.${held} Query.retentionDue lists what is due.`,
      },
    ]);
  }

  /**
   * The users of a list. Throws BAD_USER_INPUT for those who are not due, unless they may be, and CONFLICT for those under a
   * legal hold.
   */
  async ofList(
    tx: Tx,
    question: DueQuestion,
    list: SubjectList,
    mayBeNotDue: boolean,
  ): Promise<DestroyedUsers> {
    const segments: PackedSegment[] = [];
    for await (const segment of this.lists.readSegments(tx, list)) segments.push(segment);
    await this.#refuseHeld(tx, list);
    const named = new Map(segments.map((packed) => [packed.segment, packed]));
    let dueCount = 0;
    for await (const { segment, due } of this.due.read(tx, question)) {
      const packed = named.get(segment);
      if (packed) dueCount += countIn(packed, usersDue(due, categoriesOf(question)).users);
    }
    const notDueCount = list.subjectCount - dueCount;
    if (notDueCount > 0 && !mayBeNotDue) throw notDue(notDueCount, list);
    return { segments, subjectCount: list.subjectCount, notDueCount, heldCount: 0 };
  }

  async #refuseHeld(tx: Tx, list: SubjectList): Promise<void> {
    let held = 0;
    const now = this.clock.now();
    for await (const known of this.facts.factsIn(tx, this.lists.segmentsOf(list))) {
      held += countHeld(known, now);
    }
    if (held === 0) return;
    throw new AppError(
      "CONFLICT",
      `subjectList: ${held} of its ${list.subjectCount} users are under a legal hold, so that nothing of them may be destroyed: leave them out, or lift the restriction first (liftRestriction).`,
      ["subjectList"],
    );
  }
}

function categoriesOf({ terms }: DueQuestion): string[] {
  return terms.flatMap(({ categories }) => categories);
}

function notDue(count: number, list: SubjectList): AppError {
  return badInput([
    {
      field: "subjectList",
      message: `${count} of its ${list.subjectCount} users are not due by this rule on this day, or their destruction is recorded already: leave them out, or say in \`reason\` why their data were destroyed all the same.`,
    },
  ]);
}
