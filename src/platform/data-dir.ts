import { randomBytes } from "node:crypto";
import { chmod, mkdir, open, readFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * Puts `content` at `path` whole or not at all: also after a crash or a power cut a reader finds the old file or the new one.
 *
 * @param mode permission bits, such as `0o600`
 */
export async function writeDurably(path: string, content: string, mode: number): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  const file = await open(temporary, "wx", mode);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

/** A rename is only kept through a power cut once its folder is written too. Windows cannot open a folder and does not need to. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * The secret called `name` of this data folder: 32 random bytes in hexadecimal, made on first use.
 *
 * Kept in `DATA_DIR/secrets` (folder 0700, files 0600). A file an operator put there is taken as it is, without the line's end.
 */
export async function readOrCreateSecret(dataDir: string, name: string): Promise<string> {
  const folder = join(dataDir, "secrets");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const path = join(folder, name);
  const existing = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (existing !== undefined) return existing.trimEnd();
  const secret = randomBytes(32).toString("hex");
  await writeDurably(path, `${secret}\n`, 0o600);
  return secret;
}
