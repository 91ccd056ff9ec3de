import { Writable } from "node:stream";

/** Streams for a program to write to, and what it wrote. */
export function captured() {
  const written = { stdout: "", stderr: "" };
  const into = (name: keyof typeof written) =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        written[name] += chunk.toString();
        done();
      },
    });
  return {
    stdout: into("stdout"),
    stderr: into("stderr"),
    out: () => written.stdout,
    err: () => written.stderr,
  };
}
