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
    /Cannot allocate memory|could not create shared memory|could not resize shared memory|out of memory/,
    "The machine has too little memory left for PostgreSQL: free some, or use another machine's PostgreSQL through DATABASE_URL.",
  ],
  [
    /error while loading shared libraries|Exec format error|ENOEXEC|ENOENT|not found \(required by|Library not loaded/,
    "The PostgreSQL that npm installed does not run on this system: run `npm ci` again on this machine, or use an installed PostgreSQL through DATABASE_URL.",
  ],
  [
    /Permission denied|Operation not permitted|EACCES|EPERM|has invalid permissions|has wrong ownership/,
    "The user PostgreSQL runs as may not use one of its files: give that user the folder named above, or set DATA_DIR to another folder.",
  ],
];

/** The failure of one of PostgreSQL's programs: what was tried, what the program said, and the remedy when it is a known one. */
export function programFailed(attempt: string, output: string, cause?: unknown): EmbeddedPostgresFailed {
  const remedy = REMEDIES.find(([pattern]) => pattern.test(output))?.[1] ?? "";
  const said = output.trim() === "" ? "" : `\n${indent(output.trim())}\n`;
  return new EmbeddedPostgresFailed(
    `${attempt}${said === "" ? "." : `:${said}`}${said === "" && remedy !== "" ? " " : ""}${remedy}`,
    { cause },
  );
}

function indent(text: string): string {
  return text.replace(/^/gm, "  ");
}
