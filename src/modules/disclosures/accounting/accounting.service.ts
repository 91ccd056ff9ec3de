import type { DataSource, EntityManager } from "typeorm";
import type { Clock } from "../../../platform/clock.js";
import { badInput } from "../../../platform/errors.js";
import { problemsOfPeriod } from "../../../platform/problems-of-period.js";
import type { SubjectFactsService } from "../../consents/index.js";
import type { CoverageService } from "../../coverage/index.js";
import type { DataMapService } from "../../datamap/index.js";
import type { Pseudonym, SubjectNumber, SubjectsService } from "../../subjects/index.js";
import { UserAccounting, type AccountingPeriod } from "./user-accounting.js";

/** The revision with which a register begins. */
const FIRST_REVISION = 1;

/** Of whom an accounting tells. */
export interface AccountedUser {
  /** Null where nothing is recorded of the user. */
  readonly number: SubjectNumber | null;
  readonly pseudonym: Pseudonym;
}

/** Accounts for users' data: to whom they went, and from whom they came. */
export class AccountingService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly dataMap: DataMapService,
    private readonly coverage: CoverageService,
    private readonly subjects: SubjectsService,
    private readonly facts: SubjectFactsService,
  ) {}

  /**
   * The accounting of one user's data in a period, of which nothing is read yet; a caller's transaction may be handed in to read it. What is under
   * suspension today is left out.
   *
   * @throws AppError BAD_USER_INPUT that names `to` where the period does not end after it begins
   */
  of(
    subject: SubjectNumber,
    period: AccountingPeriod,
    db: EntityManager = this.dataSource.manager,
  ): UserAccounting {
    const problems = problemsOfPeriod(period.from, period.to, "from", "to");
    if (problems.length > 0) throw badInput(problems);
    const map = this.dataMap.current();
    const today = map.calendarDay(this.clock.now());
    return new UserAccounting(db, this.coverage, subject, { period, map, today });
  }

  /**
   * Since when a user's accountings are complete: the register's beginning, or later where the users of earlier disclosures were taken
   * out, or where the user was erased: what was recorded by then is tied to nobody any more.
   */
  async completeSince(user: AccountedUser, db: EntityManager = this.dataSource.manager): Promise<Date> {
    const { appliedAt } = await this.dataMap.revision(FIRST_REVISION);
    const later = [await this.coverage.partitions.completeSince(), await this.#untiedUntil(user, db)];
    return later.reduce<Date>((last, since) => (since !== null && since > last ? since : last), appliedAt);
  }

  /** The end of the day of the last erasure, of which the moment is not kept; null where the user was never erased. */
  async #untiedUntil({ number, pseudonym }: AccountedUser, db: EntityManager): Promise<Date | null> {
    const map = this.dataMap.current();
    if (number === null) {
      const erasedOn = (await this.subjects.erasedAmong(db, [pseudonym])).get(pseudonym);
      return erasedOn === undefined ? null : map.endOf(erasedOn);
    }
    // Whoever was erased and came back has a new number, about which the erasure is a fact.
    const facts = (await this.facts.factsAbout(db, [number])).get(number) ?? [];
    const days = facts.flatMap((fact) => (fact.kind === "ERASURE" ? [map.calendarDay(fact.erasedAt)] : []));
    const last = days.sort().at(-1);
    return last === undefined ? null : map.endOf(last);
  }
}
