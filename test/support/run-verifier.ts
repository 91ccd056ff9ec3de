import { Writable } from "node:stream";
import { runVerifier } from "../../src/verifier/program.js";

export interface VerifierRun {
  /** The exit code. */
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `registry-verify` with these arguments in this process. */
export async function verify(...args: string[]): Promise<VerifierRun> {
  const written = { out: "", err: "" };
  const into = (name: keyof typeof written) =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        written[name] += chunk.toString();
        done();
      },
    });
  const kinds = async () => (await import("../../src/leaves.js")).leaves;
  const [stdout, stderr] = [into("out"), into("err")];
  const code = await runVerifier(args, { stdout, stderr, apiKey: () => null, kinds });
  return { code, ...written };
}
