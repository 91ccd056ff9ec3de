import type { DataSource, EntityManager } from "typeorm";
import type { Clock } from "../../../platform/clock.js";
import { badInput } from "../../../platform/errors.js";
import { problemsOfPeriod } from "../../../platform/problems-of-period.js";
import type { CoverageService } from "../../coverage/index.js";
import type { DataMapService } from "../../datamap/index.js";
import type { SubjectNumber } from "../../subjects/index.js";
import { UserAccounting, type AccountingPeriod } from "./user-accounting.js";

/** The revision with which a register begins. */
const FIRST_REVISION = 1;

/** Accounts for users' data: to whom they went, and from whom they came. */
export class AccountingService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly dataMap: DataMapService,
    private readonly coverage: CoverageService,
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

  /** Since when accountings are complete: the register's beginning, or later where the users of earlier disclosures were taken out. */
  async completeSince(): Promise<Date> {
    const { appliedAt } = await this.dataMap.revision(FIRST_REVISION);
    const takenOutUntil = await this.coverage.partitions.completeSince();
    return takenOutUntil !== null && takenOutUntil > appliedAt ? takenOutUntil : appliedAt;
  }
}
