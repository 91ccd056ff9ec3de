import type { DataSource } from "typeorm";
import type { Clock } from "../../../platform/clock.js";
import { inSnapshot } from "../../../platform/db/transaction.js";
import { AppError } from "../../../platform/errors.js";
import type { CalendarDay, DataMapService, DataMapSnapshot } from "../../datamap/index.js";
import { periodUpTo, type DayPeriod } from "../core/day-period.js";
import { boundariesOf, compareSharing, type SharingComparison } from "../core/declared-sharing.js";
import { observeSharing } from "./observed-sharing.repository.js";
import { findStanding } from "./statistics-standing.repository.js";
import { underNewestMap } from "./under-newest-map.js";

const ROWS_MAX = 10_000;

export interface DeclaredAndObserved extends SharingComparison {
  readonly asOf: Date;
  /** The data map that disclosures were compared with. */
  readonly map: DataMapSnapshot;
}

/** Tells where practice and the data map part. */
export class DeclaredVersusObservedService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly dataMap: DataMapService,
  ) {}

  /** @throws AppError BAD_USER_INPUT where the period ends before it begins, TOO_COSTLY where the answer is too long. */
  async compare(from: CalendarDay | null, to: CalendarDay | null): Promise<DeclaredAndObserved> {
    const compared = await underNewestMap(this.dataMap, (map) =>
      this.#compareUnder(map, periodUpTo(map.calendarDay(this.clock.now()), from, to)),
    );
    if (compared.undeclared.length > ROWS_MAX || compared.first.length > ROWS_MAX) {
      throw new AppError(
        "TOO_COSTLY",
        `In this period there are more than ${ROWS_MAX} such combinations: ask for a shorter one (from, to).`,
        ["from", "to"],
      );
    }
    return compared;
  }

  /** Null where the data map is no longer the newest. */
  #compareUnder(map: DataMapSnapshot, period: DayPeriod): Promise<DeclaredAndObserved | null> {
    const { timeZone } = map.controller;
    return inSnapshot(this.dataSource, async (db) => {
      const asked = { timeZone, revision: map.revision, from: undefined, to: undefined };
      const standing = await findStanding(db, asked);
      if (!standing.isHead) return null;
      const observed = await observeSharing(db, timeZone, standing, boundariesOf(map, period));
      return { asOf: standing.asOf, map, ...compareSharing(map, observed, period) };
    });
  }
}
