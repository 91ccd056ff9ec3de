import { describe, expect, it } from "@jest/globals";
import { insertSignInEnd } from "../../src/modules/access/people/person-identities.repository.js";
import { run, sql } from "../../src/platform/db/sql.js";
import { inTransaction } from "../../src/platform/db/transaction.js";
import { newId } from "../../src/platform/ids.js";
import { pino } from "pino";
import { applyDataMap } from "../support/data-map-operations.js";
import { withNewPurpose } from "../support/example-map.js";
import { withTestIssuer } from "../support/test-issuer.js";
import { END_SIGN_INS } from "../support/people-operations.js";
import { apiOf, withTestServer, type RequestError } from "../support/test-server.js";

const VIEWER = "{ viewer { name roles permissions scopes { recipients } } }";

interface ViewerAnswer {
  readonly viewer: { readonly name: string; readonly roles: string[]; readonly permissions: string[] };
}

const lent = withTestIssuer();
const logged: string[] = [];
const logger = pino({ level: "trace" }, { write: (line) => void logged.push(line) });
const server = withTestServer({ signIn: () => lent.issuer.settings, logger });
const as = async (claims: Record<string, unknown> = {}) => apiOf(server.url, await lent.issuer.token(claims));
const viewerOf = async (claims?: Record<string, unknown>) =>
  (await (await as(claims)).request<ViewerAnswer>(VIEWER)).viewer;
const people = () =>
  run(server.database.api.manager, sql`SELECT id, name FROM person_identity ORDER BY name`);
const ask = (token: string, path = "") =>
  fetch(`${server.url.replace(/\/graphql$/, path || "/graphql")}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ query: VIEWER }),
  });

describe("Somebody who has signed in", () => {
  it("is who their token says, with the role that the settings give it", async () => {
    const viewer = await viewerOf();
    expect(viewer).toMatchObject({ name: "Ada Analyst", roles: ["ANALYST"], scopes: { recipients: [] } });
    expect(viewer.permissions).toContain("LOOK_UP_DATA_SUBJECTS");
    expect(viewer.permissions).not.toContain("READ_LOOK_UPS");
  });

  it("may with several roles what any of them may", async () => {
    const viewer = await viewerOf({
      sub: "two-roles",
      name: "Both",
      roles: ["audit", "unheard of", "compliance"],
    });
    expect(viewer.roles).toEqual(["AUDITOR", "ANALYST"]);
    expect(viewer.permissions).toEqual(expect.arrayContaining(["READ_LOOK_UPS", "LOOK_UP_DATA_SUBJECTS"]));
    expect(viewer.permissions).not.toContain("MANAGE_API_KEYS");
  });

  it("is refused what no role of theirs allows, in words for people", async () => {
    const [error] = await (await as()).errorsOf("{ apiKeys { totalCount } }");
    expect(error!.extensions.code).toBe("FORBIDDEN");
    expect(error!.message).toMatch(/^Somebody with .* administrator of your sign-in for another role\.$/);
  });

  it("without a role here is refused everything, and leaves no trace", async () => {
    const api = await as({ sub: "passer-by", name: "Passer-by", roles: ["sales"] });
    expect(await api.errorsOf(VIEWER)).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
    expect((await ask(api.key)).status).toBe(403);
    expect((await ask(api.key, "/subject-lists")).status).toBe(403);
    expect(await people()).not.toContainEqual(expect.objectContaining({ name: "Passer-by" }));
  });

  it("stands beside what they record, under one id for ever", async () => {
    await Promise.all([
      viewerOf({ sub: "late" }),
      viewerOf({ sub: "late" }),
      viewerOf({ sub: "late", name: "Renamed" }),
    ]);
    await server.restart();
    await viewerOf({ sub: "late" });
    const rows = await run<{ count: number }>(
      server.database.api.manager,
      sql`SELECT count(*)::int AS count FROM person_identity GROUP BY digest HAVING count(*) > 1`,
    );
    expect(rows).toEqual([]);
    const boss = await as({ sub: "boss", name: "The Boss", roles: ["operations"] });
    await boss.request(
      `mutation { createApiKey(input: {name: "Made by a person", role: AUDITOR}) { apiKey { id } } }`,
    );
    const [key] = await run<{ name: string }>(
      server.database.api.manager,
      sql`SELECT p.name FROM api_key k JOIN person_identity p ON p.id = k.created_by WHERE k.name = 'Made by a person'`,
    );
    expect(key).toEqual({ name: "The Boss" });
    await applyDataMap(boss, withNewPurpose());
    const { dataMap } = await boss.request<{ dataMap: object }>("{ dataMap { appliedBy } }");
    expect(dataMap).toEqual({ appliedBy: expect.stringMatching(/^The Boss \(person \w{12}\)$/) });
  });

  it("is stored without what the issuer knows them by", async () => {
    await viewerOf({ sub: "canary-subject-7" });
    const rows = await run(server.database.api.manager, sql`SELECT p::text AS row FROM person_identity p`);
    expect(JSON.stringify(rows)).not.toContain("canary-subject-7");
    expect(JSON.stringify(rows)).not.toContain(Buffer.from("canary-subject-7").toString("hex"));
  });

  it("works beside keys, which are good as before", async () => {
    expect(await server.admin.request(VIEWER)).toMatchObject({ viewer: { roles: ["ADMIN"] } });
  });
});

describe("endSignIns", () => {
  interface Ended {
    readonly id: string;
    readonly name: string;
    readonly firstSignedInAt: string;
    readonly signInsEndedAt: string;
    readonly signInsEndedBy: string;
  }
  const PEOPLE = "{ people { totalCount nodes { id name firstSignedInAt signInsEndedAt signInsEndedBy } } }";
  const ENDED =
    /^The access token is not accepted\. It is of a sign-in that an administrator has ended: .* not before (\S+)\.$/;
  const listed = async (name: string) => {
    const { people: all } = await server.admin.request<{ people: { nodes: Ended[] } }>(PEOPLE);
    return all.nodes.find((person) => person.name === name)!;
  };
  /** Somebody who signs in, and whose sign-ins are then ended: what they hold, and in seconds since 1970 from when on theirs count again. */
  const endedPerson = async (sub: string) => {
    const claims = { sub, name: `Name of ${sub}` };
    const api = await as(claims);
    await api.request(VIEWER);
    const { id } = await listed(claims.name);
    const { endSignIns } = await server.admin.request<{ endSignIns: { person: Ended } }>(END_SIGN_INS, {
      id,
    });
    const from = Math.floor(Date.parse(endSignIns.person.signInsEndedAt) / 1000) + 31;
    const refusalOf = async (more: Record<string, unknown>) => {
      const answer = await ask(await lent.issuer.token({ ...claims, exp: from + 300, ...more }));
      const { errors } = (await answer.json()) as { errors?: RequestError[] };
      return errors ? `${answer.status} ${errors[0]!.extensions.code} ${errors[0]!.message}` : null;
    };
    return { ...claims, id, api, from, refusalOf, ended: endSignIns.person };
  };

  it("refuses that person's tokens of before on every path, after a restart too, and nobody else's", async () => {
    const { api, from } = await endedPerson("leaver");
    for (const restart of [false, true]) {
      if (restart) await server.restart();
      for (const path of ["/graphql", "/subject-lists"]) {
        const answer = await ask(api.key, path);
        expect(answer.status).toBe(401);
        const { errors } = (await answer.json()) as { errors: RequestError[] };
        expect(errors[0]!.extensions.code).toBe("UNAUTHENTICATED");
        expect(ENDED.exec(errors[0]!.message)?.[1]).toBe(new Date(from * 1000).toISOString());
      }
      expect((await viewerOf({ sub: "who stays" })).roles).toEqual(["ANALYST"]);
      expect(await server.admin.request(VIEWER)).toMatchObject({ viewer: { roles: ["ADMIN"] } });
    }
  });

  it("lets in who signs in anew, the clocks' tolerance counted against the holder", async () => {
    const { from, refusalOf } = await endedPerson("returner");
    expect(await refusalOf({ iat: from - 1 })).toMatch(/^401 UNAUTHENTICATED .* has ended/);
    expect(await refusalOf({ iat: from })).toBeNull();
    expect(await refusalOf({ iat: from - 0.5 })).not.toBeNull();
  });

  it("takes a token that was renewed for the sign-in that it says it is of", async () => {
    const { from, refusalOf } = await endedPerson("renewer");
    expect(await refusalOf({ iat: from + 9, auth_time: from - 1 })).toMatch(/has ended/);
    expect(await refusalOf({ iat: from - 1, auth_time: from + 9 })).toMatch(/has ended/);
    expect(await refusalOf({ iat: from + 9, auth_time: from })).toBeNull();
    expect(await refusalOf({ iat: from + 9, auth_time: `${from + 9}` })).toMatch(/has ended/);
    expect(await refusalOf({ iat: from + 9, auth_time: null })).toMatch(/has ended/);
  });

  it("refuses what does not say when it was issued, of that person alone", async () => {
    const { refusalOf } = await endedPerson("undated");
    expect(await refusalOf({ iat: undefined })).toMatch(/has ended/);
    expect((await viewerOf({ sub: "undated too", iat: undefined })).roles).toEqual(["ANALYST"]);
  });

  it("is a fact that says who did it and when, and the latest one counts", async () => {
    const before = Date.now();
    const { id, name, ended, from, refusalOf } = await endedPerson("twice");
    expect(Date.parse(ended.signInsEndedAt)).toBeGreaterThanOrEqual(before);
    expect(ended.signInsEndedBy).toBe(server.admin.key.split("_")[1]);
    expect(Date.parse((await listed(name)).firstSignedInAt)).toBeLessThanOrEqual(
      Date.parse(ended.signInsEndedAt),
    );
    for (const minutes of [60, -60]) {
      const endedAt = new Date(Date.parse(ended.signInsEndedAt) + minutes * 60_000);
      const row = { id: newId(endedAt), personId: id, endedAt, endedBy: `${minutes} minutes` };
      await inTransaction(server.database.api, (tx) => insertSignInEnd(tx, row));
    }
    expect(await listed(name)).toMatchObject({ id, signInsEndedBy: "60 minutes" });
    await server.restart();
    expect(await refusalOf({ iat: from + 3_599 })).toMatch(/has ended/);
    expect(await refusalOf({ iat: from + 3_600, exp: from + 3_900 })).toBeNull();
  });

  it("may be done by a person, and to oneself", async () => {
    const boss = await as({ sub: "boss", name: "The Boss", roles: ["operations"] });
    await boss.request(VIEWER);
    const { id } = await listed("The Boss");
    expect(await boss.request(END_SIGN_INS, { id })).toMatchObject({
      endSignIns: { person: { signInsEndedBy: id } },
    });
    expect(await boss.errorsOf(VIEWER)).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
  });

  it("tells that nobody of an id has signed in, and records nothing", async () => {
    for (const id of ["nobody", "0123456789ab", ""]) {
      expect(await server.admin.errorsOf(END_SIGN_INS, { id })).toMatchObject([
        { extensions: { code: "NOT_FOUND", fields: ["id"] }, message: expect.stringMatching(/^id: Nobody/) },
      ]);
    }
  });

  it("costs somebody who was asked for a moment ago no statement", async () => {
    const somebody = await as({ sub: "in steady use" });
    await somebody.request(VIEWER);
    const { statements } = await server.statementsOf(() => somebody.request(VIEWER));
    expect(statements).toEqual([]);
  });
});

describe("An access token that is not accepted", () => {
  it("is refused on every path with 401, a code and what to do", async () => {
    const forged = (await lent.issuer.token()).replace(/[^.]*$/, "AAAA");
    for (const path of ["/graphql", "/subject-lists"]) {
      const answer = await ask(forged, path);
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({
        errors: [
          {
            message: expect.stringMatching(
              /^The access token is not accepted\. It is malformed, or not signed/,
            ),
            extensions: { code: "UNAUTHENTICATED" },
          },
        ],
      });
    }
  });

  it("leaves neither itself nor who it is of in the log or the answer", async () => {
    const canary = "canary-of-a-person";
    const wrong: Record<string, unknown>[] = [
      { aud: canary },
      { iss: canary },
      { exp: 1 },
      { roles: [canary] },
      {},
    ];
    for (const claims of wrong) {
      const token = await lent.issuer.token({ sub: canary, name: `Name ${canary}`, ...claims });
      const answer = await (await ask(token)).text();
      if (Object.keys(claims).length > 0) expect(answer).not.toContain(canary);
      for (const part of token.split(".")) expect(answer).not.toContain(part);
      for (const line of logged)
        for (const part of [canary, ...token.split(".").slice(1)]) expect(line).not.toContain(part);
    }
    expect(logged.length).toBeGreaterThan(0);
  });

  it("because the issuer cannot be asked is answered 503, and keys go on working", async () => {
    lent.issuer.otherAnswers.set("/realm/.well-known/openid-configuration", { status: 500, body: "" });
    await server.restart();
    const answer = await ask(await lent.issuer.token());
    lent.issuer.otherAnswers.clear();
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: "UNAVAILABLE" } }] });
    expect(logged.join("")).toContain("it answered HTTP 500");
    expect(await server.admin.request(VIEWER)).toMatchObject({ viewer: { roles: ["ADMIN"] } });
  });
});
