import type { DataSource } from "typeorm";
import { inSnapshot } from "../../../platform/db/transaction.js";
import { AppError } from "../../../platform/errors.js";
import type { DataMapService, DataMapSnapshot } from "../../datamap/index.js";
import type { DayPeriod } from "../core/day-period.js";
import type { Boundaries, ObservedTransfer } from "../core/observed-transfer.js";
import { observeTransfers } from "./observed-sharing.repository.js";
import { findStanding } from "./statistics-standing.repository.js";
import { underNewestMap } from "./under-newest-map.js";

/** Of combinations of what disclosures have in common. */
const TRANSFERS_MAX = 100_000;

/** Which days to look at, and between which stretches of them to tell apart. */
export interface ObservedPeriod extends Boundaries {
  readonly period: DayPeriod;
}

/** What was disclosed in a period, exactly, as of a moment. */
export interface ObservedTransfers {
  /** Everything that was recorded before it is counted. */
  readonly asOf: Date;
  /** The data map by which days were told. */
  readonly map: DataMapSnapshot;
  readonly period: DayPeriod;
  readonly transfers: readonly ObservedTransfer[];
}

/** Tells what is disclosed in practice, also what was recorded a moment ago. */
export class ObservedTransfersService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly dataMap: DataMapService,
  ) {}

  /** @throws AppError TOO_COSTLY where there is too much of it, and what `ask` throws. */
  observe(ask: (map: DataMapSnapshot) => Promise<ObservedPeriod>): Promise<ObservedTransfers> {
    return underNewestMap(this.dataMap, async (map) => {
      const { timeZone } = map.controller;
      const { period, ...boundaries } = await ask(map);
      return inSnapshot(this.dataSource, async (db) => {
        const asked = { timeZone, revision: map.revision, from: undefined, to: undefined };
        const standing = await findStanding(db, asked);
        if (!standing.isHead) return null;
        const limit = TRANSFERS_MAX + 1;
        const transfers = await observeTransfers(db, timeZone, standing, period, boundaries, limit);
        if (transfers.length < limit) return { asOf: standing.asOf, map, period, transfers };
        throw new AppError(
          "TOO_COSTLY",
          `In this period more than ${TRANSFERS_MAX} combinations were disclosed: ask for a shorter one (from, to).`,
          ["from", "to"],
        );
      });
    });
  }
}
