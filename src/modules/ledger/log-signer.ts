import { signNote, withSignatures } from "./core/signed-note.js";
import { parseVerifierKey, verifierKeyOf, type NoteSigner } from "./core/note-keys.js";
import { StartRefused } from "../../platform/start-refused.js";
import type { SignerSettings } from "../../platform/signer-settings.js";
import { LedgerHalted } from "./ledger-halted.js";
import { runSigner, SignerFailed } from "./run-signer.js";
import { openSigningKey, type KeyOwner } from "./signing-key.js";

/** Signs the log's checkpoints, wherever its key is. */
export interface LogSigner {
  /** The log's name. */
  readonly name: string;
  /** The key that verifies what this one signs. */
  readonly verifierKey: string;
  /** The note with this text, which ends in a line end, and the log's signature. Throws LedgerHalted where nobody could sign. */
  sign(this: void, text: string): Promise<string>;
}

/** Where the key is. */
export interface KeyPlace {
  readonly keyFile: string;
  /** The program that signs; left out or null where the key is in `keyFile`. */
  readonly signer?: SignerSettings | null;
}

/** Said of a note that is no checkpoint, so that whoever gets hold of its signature has nothing. */
const TRIAL = "disclosure-registry\nthis is no checkpoint: a trial of the signer\n";

/** The log's signer, as `openSigningKey` says of the file and `openProgram` of a program. Throws StartRefused. */
export async function openLogSigner({ keyFile, signer }: KeyPlace, owner: KeyOwner): Promise<LogSigner> {
  return signer ? openProgram(signer, owner) : ofKey(await openSigningKey(keyFile, owner));
}

/**
 * A signer by a program. A log that is known by a key already takes no other, and the program need not answer yet: what happens is recorded, and
 * signed for when it does. A log without a key takes the program's for good only once it has signed a note on trial.
 */
async function openProgram(settings: SignerSettings, owner: KeyOwner): Promise<LogSigner> {
  const signer = ofProgram(settings, owner.origin);
  if (owner.verifierKey === null) {
    const problem = await trySigner(settings, owner.origin);
    if (problem !== null) throw new StartRefused([`LEDGER_SIGNER: ${problem}`]);
  } else if (owner.verifierKey !== signer.verifierKey) {
    throw new StartRefused([
      `LEDGER_PUBLIC_KEY is not the key that the log ${owner.origin} is known by: name that one, and a program that signs with it. With another key nobody could verify what was signed before.`,
    ]);
  }
  return signer;
}

/** Has a program sign a note on trial. Answers what is wrong and what to do; null = it signs with the right key. */
export async function trySigner(settings: SignerSettings, origin: string): Promise<string | null> {
  try {
    await ofProgram(settings, origin).sign(TRIAL);
    return null;
  } catch (error) {
    if (error instanceof LedgerHalted) return error.message;
    throw error;
  }
}

function ofKey(signer: NoteSigner): LogSigner {
  const { name, verifierKey } = signer;
  return { name, verifierKey, sign: (text) => Promise.resolve(signNote(text, [signer])) };
}

function ofProgram(settings: SignerSettings, name: string): LogSigner {
  const verifierKey = verifierKeyOf(name, settings.publicKey);
  const key = parseVerifierKey(verifierKey);
  const { program } = settings;
  return {
    name,
    verifierKey,
    async sign(text) {
      const signature = await runSigner(settings, text).catch((error: unknown) => {
        throw error instanceof SignerFailed ? halted(program, error.message) : error;
      });
      if (!key.verify(text, signature)) {
        throw halted(program, "signs with another key than LEDGER_PUBLIC_KEY, or something else");
      }
      return withSignatures(`${text}\n`, [{ name, keyId: key.keyId, signature }]);
    },
  };
}

function halted(program: string, what: string): LedgerHalted {
  return new LedgerHalted(
    `The ledger's signer ${program} ${what}. See to the program and to what keeps the key; nothing is lost meanwhile, and it is asked again every ten seconds.`,
  );
}
