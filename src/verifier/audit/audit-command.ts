import "reflect-metadata";
import type { DataSource } from "typeorm";
import type { Trust } from "../../modules/ledger/core/checkpoint.js";
import type { LeafKind } from "../../modules/ledger/core/leaf-kind.js";
import { createDataSource } from "../../platform/db/data-source.js";
import { isDatabaseUnreachable } from "../../platform/db/pg-errors.js";
import { CalledWrongly, CannotRead } from "../failures.js";
import type { Progress } from "../progress.js";
import { readSmallFile } from "../read-small-file.js";
import { audit, type AuditReport } from "./audit.js";

/** What the command was called with. */
export interface AuditCall {
  readonly options: { readonly database?: string; readonly checkpoint?: readonly string[] };
  readonly trust: Trust;
  readonly progress: Progress;
  kinds(this: void): Promise<readonly LeafKind[]>;
  /** Tells the caller a line about what holds. */
  say(this: void, line: string): void;
}

/** `registry-verify audit`: audits the database that the options name, and tells in lines what holds. */
export async function auditDatabase({ options, trust, kinds, progress, say }: AuditCall): Promise<void> {
  const { database: url, checkpoint: files = [] } = options;
  if (url === undefined || !/^postgres(?:ql)?:\/\//.test(url) || !URL.canParse(url)) {
    throw new CalledWrongly("Name the database: --database postgres://user@host:5432/registry.");
  }
  const keptOutside = await Promise.all(
    files.map(async (name) => ({ name, note: await readSmallFile(name, "a checkpoint") })),
  );
  const dataSource = createDataSource({
    ...{ url, entities: [], applicationName: "registry-verify audit" },
    timeoutMs: 0,
  });
  try {
    await dataSource.initialize();
    const report = await audit({
      ...{ dataSource, kinds: await kinds(), trust, keptOutside },
      progress: (total) => progress.of(total, "leaves"),
    });
    for (const line of reportLines(report, trust)) say(line);
  } catch (error) {
    throw toldPlainly(error);
  } finally {
    await endQuietly(dataSource);
  }
}

async function endQuietly(dataSource: DataSource): Promise<void> {
  if (dataSource.isInitialized) await dataSource.destroy();
}

/** States of PostgreSQL that the caller can do something about (its manual, appendix A). */
const REMEDIES: Readonly<Record<string, string>> = {
  "28000": "the database does not let this role in",
  "28P01": "the database does not take this password",
  "3D000": "there is no such database on this server",
  "42501":
    "this role may not read every table; give one that may, a member of pg_read_all_data with BYPASSRLS",
  "42P01": "the database lacks a table; it is none of a registry of this version",
  "42703": "a table lacks a column; the database is none of a registry of this version",
};

/** What the driver said is not passed on: it may hold what is in the database. */
function toldPlainly(error: unknown): unknown {
  const code = stateOf(error);
  const remedy = code === null ? undefined : REMEDIES[code];
  if (remedy !== undefined) return new CannotRead(remedy, { cause: error });
  if (isDatabaseUnreachable(error))
    return new CannotRead("the database cannot be reached, or was lost", { cause: error });
  return code === null ? error : new CannotRead(`the database fails with SQLSTATE ${code}`, { cause: error });
}

function stateOf(error: unknown): string | null {
  const code = (error as { code?: unknown }).code;
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}

const counted = (count: number) => count.toLocaleString("en");

function reportLines(report: AuditReport, { log }: Trust): string[] {
  const { size, published, pending, overwritten, detached, detachedMonths } = report;
  const kinds = [...report.leavesByKind].sort().map(([kind, count]) => `${counted(count)} ${kind}`);
  return [
    `Holds: each of the ${counted(size)} leaves of ${log.name} is what its row makes, and no row is without one.`,
    `  ${counted(report.checkpoints)} checkpoints are signed, the newest for ${counted(published)} leaves; ${counted(size - published)} leaves are still to be signed for.`,
    `  ${counted(pending)} events wait for their place; ${counted(report.pairs)} pairs of an event and a user; ${counted(report.freeTexts)} texts.`,
    ...(kinds.length > 0 ? [`  Leaves: ${kinds.join(", ")}.`] : []),
    ...(overwritten > 0
      ? [`  ${counted(overwritten)} leaves have a value that the erasure of its user has overwritten.`]
      : []),
    ...(detachedMonths.length > 0
      ? [
          `  Taken as given: whom ${counted(detached)} events were about, as coverage of ${detachedMonths.map(monthName).join(", ")} was taken out of the database.`,
        ]
      : []),
  ];
}

const monthName = (month: number) => new Date(month).toISOString().slice(0, 7);
