/** The embedded PostgreSQL cannot do what was asked. The message is for the operator: what is wrong, and what to do about it. */
export class EmbeddedPostgresFailed extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Another living process uses the same data folder. */
export class DataDirInUse extends EmbeddedPostgresFailed {
  constructor(
    readonly dataDir: string,
    /** The other process's id. */
    readonly pid: number,
  ) {
    super(
      `The data folder ${dataDir} is in use by process ${pid}. ` +
        `Stop that process first, or set DATA_DIR to another folder.`,
    );
  }
}

const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [
    /No space left on device|ENOSPC|Disk quota exceeded|EDQUOT/,
    "The disk is full: free some space and start again.",
  ],
  [/Read-only file system|EROFS/, "The disk is read-only: set DATA_DIR to a folder that can be written."],
  [
    /incompatible with server|initialized by PostgreSQL version/,
    "The database was made by another version of PostgreSQL: start the release that made it, or dump it there and load it into this one.",
  ],
  [
    /pre-existing shared memory block/,
    "A process of a former server is still at work on this database: let it end, or end it, and start again.",
  ],
  [
    /Cannot allocate memory|could not create shared memory|could not resize shared memory|out of memory/,
    "The machine has too little memory left for PostgreSQL: free some, or use another machine's PostgreSQL through DATABASE_URL.",
  ],
  [
    /error while loading shared libraries|Exec format error|ENOEXEC|spawn .+ ENOENT|not found \(required by|Library not loaded/,
    "The PostgreSQL that npm installed does not run on this system: run `npm ci` again on this machine, or use an installed PostgreSQL through DATABASE_URL.",
  ],
  [
    /Permission denied|Operation not permitted|EACCES|EPERM|has invalid permissions|has wrong ownership/,
    "A file or folder named above may not be used by the user that needs it: give it to that user, or set DATA_DIR to another folder.",
  ],
];

/**
 * The failure of a step in which PostgreSQL or the system said why: what was tried, what was said, and the remedy for what is known.
 *
 * @param said a program's output or log, or a system call's error; may be empty
 */
export function stepFailed(attempt: string, said: string, cause?: unknown): EmbeddedPostgresFailed {
  const remedy = REMEDIES.find(([pattern]) => pattern.test(said))?.[1];
  const quoted = said.trim().replace(/^/gm, "  ");
  const parts = [quoted === "  " ? `${attempt}.` : `${attempt}:`, quoted, remedy];
  return new EmbeddedPostgresFailed(parts.filter((part) => part?.trim()).join("\n"), { cause });
}
