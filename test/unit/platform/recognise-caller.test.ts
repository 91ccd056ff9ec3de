import { describe, expect, it } from "@jest/globals";
import { fastify } from "fastify";
import { AppError } from "../../../src/platform/errors.js";
import type { Caller } from "../../../src/platform/graphql/context.js";
import { findClientAddresses } from "../../../src/platform/http/client-address.js";
import {
  FOR_ANYBODY,
  recogniseCallers,
  type Credentials,
} from "../../../src/platform/http/recognise-caller.js";

const CALLER: Caller = {
  keyId: "k",
  name: "A key",
  roles: ["ANALYST"],
  permissions: new Set(),
  recipients: new Set(),
  scope: null,
};

/** A server that knows one key, and all that was asked of whom it recognises. */
function serverThatRecognises() {
  const asked: Credentials[] = [];
  const server = fastify();
  findClientAddresses(server, { write: () => {} });
  recogniseCallers(server, (credentials) => {
    asked.push(credentials);
    if (credentials.authorization === undefined) return Promise.resolve(null);
    if (credentials.authorization === "Bearer good") return Promise.resolve(CALLER);
    return Promise.reject(new AppError("UNAUTHENTICATED", "Not known."));
  });
  server.get("/open", { config: FOR_ANYBODY }, () => ({ open: true }));
  server.get("/indifferent", () => ({ indifferent: true }));
  server.get("/twice", async (request) => {
    const [first, second] = [await request.caller(), await request.caller()];
    return { name: first?.name ?? null, same: first === second };
  });
  const get = async (url: string, headers: Record<string, string> = {}) => {
    const answer = await server.inject({ url, headers });
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
  };
  return { get, asked };
}

describe("The caller of a request", () => {
  it("is recognised once, by its header and its address", async () => {
    const { get, asked } = serverThatRecognises();
    const answer = await get("/twice", { authorization: "Bearer good" });
    expect(answer.body).toEqual({ name: "A key", same: true });
    expect(asked).toMatchObject([{ authorization: "Bearer good", address: "127.0.0.1" }]);
  });

  it("is another for each request", async () => {
    const { get } = serverThatRecognises();
    expect((await get("/twice", { authorization: "Bearer good" })).body.name).toBe("A key");
    expect((await get("/twice")).body.name).toBeNull();
  });

  it("is recognised before the handler, whose own answer refuses a key that is not good", async () => {
    const { get, asked } = serverThatRecognises();
    expect(await get("/indifferent", { authorization: "Bearer bad" })).toMatchObject({ status: 200 });
    expect(asked).toHaveLength(1);
    expect(await get("/twice", { authorization: "Bearer bad" })).toMatchObject({
      body: { message: "Not known." },
    });
  });

  it("is not looked up where anybody gets the same answer, or where there is nothing", async () => {
    const { get, asked } = serverThatRecognises();
    expect(await get("/open", { authorization: "Bearer bad" })).toMatchObject({ status: 200 });
    expect(await get("/nowhere", { authorization: "Bearer bad" })).toMatchObject({ status: 404 });
    expect(asked).toEqual([]);
  });
});
