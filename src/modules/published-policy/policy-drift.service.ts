import type { DataSource } from "typeorm";
import type { Clock } from "../../platform/clock.js";
import { AppError } from "../../platform/errors.js";
import type { CalendarDay, DataMapService, DataMapSnapshot, PolicyVersionEntry } from "../datamap/index.js";
import {
  boundariesOf,
  periodUpTo,
  type DayPeriod,
  type ObservedTransfersService,
} from "../disclosures/index.js";
import { driftOf, type PolicyDriftLists } from "./core/policy-drift.js";
import { namedVersion } from "./named-version.js";
import { findDescribedRevisions } from "./policy-texts.repository.js";

/** Of entries of one kind. */
const ENTRIES_MAX = 10_000;

export interface ComparedPolicy {
  readonly version: PolicyVersionEntry;
  /** What the version describes. */
  readonly revision: number;
  readonly newest: DataMapSnapshot;
  readonly period: DayPeriod;
  readonly asOf: Date;
  readonly drift: PolicyDriftLists;
}

/** Tells what the registry knows, declared or observed, of which a published policy version does not speak. */
export class PolicyDriftService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly dataMaps: DataMapService,
    private readonly observing: ObservedTransfersService,
  ) {}

  /**
   * @param number the version in force today where null
   * @throws AppError NOT_FOUND where there is no such version, BAD_USER_INPUT where the period ends before it begins, TOO_COSTLY
   * where the answer is too long
   */
  async compare(
    number: number | null,
    from: CalendarDay | null,
    to: CalendarDay | null,
  ): Promise<ComparedPolicy> {
    const now = this.clock.now();
    const observed = await this.observing.observe(async (map) => {
      const version = versionAskedFor(map, number, now);
      const said = await this.#describedBy(version);
      const period = periodOf(map, version, map.calendarDay(now), from, to);
      return { period, ...boundariesOf(said, period) };
    });
    const { map: newest, period, asOf, transfers } = observed;
    const version = versionAskedFor(newest, number, now);
    const said = await this.#describedBy(version);
    const today = newest.calendarDay(now);
    const drift = driftOf({ said, saidFrom: version.effectiveFrom, newest, today, transfers });
    if (Object.values(drift).some((list: readonly unknown[]) => list.length > ENTRIES_MAX)) {
      throw new AppError(
        "TOO_COSTLY",
        `There is more than ${ENTRIES_MAX} of one kind of which the version does not speak: ask for a shorter period (from, to).`,
        ["from", "to"],
      );
    }
    return { version, revision: said.revision, newest, period, asOf, drift };
  }

  async #describedBy({ number }: PolicyVersionEntry): Promise<DataMapSnapshot> {
    const revisions = await findDescribedRevisions(this.dataSource.manager, [number]);
    return this.dataMaps.revision(revisions.get(number)!);
  }
}

function versionAskedFor(map: DataMapSnapshot, number: number | null, now: Date): PolicyVersionEntry {
  if (number !== null) return namedVersion(map, number, "version");
  const inForce = map.policyVersionInForceAt(now);
  if (inForce) return inForce;
  throw new AppError("NOT_FOUND", "version: No policy version is in force today. Name one.", ["version"]);
}

/** Where no day is named, the days on which the version applied; of one that does not apply yet, those of the one before it. */
function periodOf(
  map: DataMapSnapshot,
  version: PolicyVersionEntry,
  today: CalendarDay,
  from: CalendarDay | null,
  to: CalendarDay | null,
): DayPeriod {
  if (from !== null || to !== null) return periodUpTo(today, from, to);
  const starts = map.document.policyVersions.map(({ effectiveFrom }) => effectiveFrom).sort();
  const begun = starts.filter((day) => day <= today && day <= version.effectiveFrom);
  const next = starts.find((day) => day > version.effectiveFrom);
  return periodUpTo(today, begun.at(-1) ?? null, next === undefined ? null : dayBefore(next));
}

function dayBefore(day: CalendarDay): CalendarDay {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
}
