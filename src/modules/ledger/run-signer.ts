import { execFile } from "node:child_process";
import type { SignerSettings } from "../../platform/signer-settings.js";
import { fromBase64 } from "./core/strict-reading.js";

/** How long a signature may take; the log's other writers wait for their turn meanwhile. */
const TIMEOUT_MS = 5_000;
const OUTPUT_BYTES_MAX = 1_024;
/** Of an Ed25519 signature (RFC 8032, section 5.1.6). */
const SIGNATURE_BYTES = 64;

/** The program made no signature. The message goes on from its name, and repeats nothing of what it wrote. */
export class SignerFailed extends Error {
  override readonly name = "SignerFailed";
}

/**
 * Has the program sign a text: the bytes to its standard input, the signature from its standard output, 64 bytes or base64 of them. One process
 * for each signature, of which there are two a second at most: none that hangs, or has lost its session, outlives it.
 */
export function runSigner(
  { program, environment }: SignerSettings,
  text: string,
  timeoutMs = TIMEOUT_MS,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = {
      env: environment,
      encoding: "buffer",
      timeout: timeoutMs,
      killSignal: "SIGKILL",
      maxBuffer: OUTPUT_BYTES_MAX,
      windowsHide: true,
    } as const;
    const child = execFile(program, [], options, (error, output) => {
      const signature = error === null ? signatureIn(output) : null;
      if (signature === null)
        return reject(new SignerFailed(error === null ? NO_SIGNATURE : reasonOf(error, timeoutMs)));
      resolve(signature);
    });
    // A program that does not read what it is given says why by how it ends.
    child.stdin?.on("error", () => {});
    child.stdin?.end(text);
  });
}

/** How a program ended, as Node says it. */
interface Ended {
  readonly code?: unknown;
  readonly killed?: boolean;
  readonly signal?: unknown;
}

const NO_SIGNATURE = `did not write a signature to its standard output (${SIGNATURE_BYTES} bytes, or base64 of them)`;

function signatureIn(output: Buffer): Buffer | null {
  const bytes = output.length === SIGNATURE_BYTES ? output : fromBase64(output.toString("latin1").trim());
  return bytes?.length === SIGNATURE_BYTES ? bytes : null;
}

function reasonOf({ code, killed, signal }: Ended, timeoutMs: number): string {
  if (code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER") return NO_SIGNATURE;
  if (killed) return `did not sign within ${timeoutMs / 1_000} seconds`;
  if (typeof code === "number") return `ended with code ${code}`;
  return typeof code === "string" ? `cannot be started (${code})` : `was ended by ${String(signal)}`;
}
