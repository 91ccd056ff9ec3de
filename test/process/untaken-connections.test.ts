import { describe, expect, it } from "@jest/globals";
import { RawConnection } from "./raw-connection.js";
import { settingsFor, withPrograms } from "./programs.js";
import { workersOf } from "./workers.js";

describe("a connection on its way to a worker", () => {
  const programs = withPrograms();

  it("is closed when the worker ends before it took it, so that the client does not wait for an answer", async () => {
    const settings = settingsFor(await programs.database());
    const program = programs.start({ ...settings, WORKERS: "2" });
    const up = await program.up();
    const [worker] = await workersOf(program);
    process.kill(worker!, "SIGSTOP");
    // They take turns, so that one of two connections is the stopped one's.
    const both = [new RawConnection(up.address), new RawConnection(up.address)];
    for (const connection of both) connection.send(up.key, "{ viewer { roles } }");
    await Promise.race(both.map((connection) => connection.answer()));
    const waiting = both.filter(({ received }) => received === "");
    expect(waiting).toHaveLength(1);
    process.kill(worker!, "SIGKILL");
    await waiting[0]!.closed();
    expect(waiting[0]!.received).toBe("");
    for (const connection of both) connection.end();
    expect(await program.stop()).toEqual({ code: 0, signal: null });
  });
});
