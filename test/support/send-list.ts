import type { RequestError } from "./test-server.js";

/** What `POST /subject-lists` answers. */
export interface SentListAnswer {
  readonly status: number;
  readonly id?: string;
  readonly count?: number;
  readonly duplicates?: number;
  readonly expiresAt?: string;
  readonly errors?: readonly RequestError[];
}

export interface SendListOptions {
  readonly contentType?: string;
  readonly headers?: Record<string, string>;
  readonly path?: string;
}

/** Sends a list of users to a server: `url` is its GraphQL address, as the tests know it. */
export async function sendList(
  { url, key }: { readonly url: string; readonly key: string },
  list: string | Uint8Array | ReadableStream<Uint8Array>,
  options: SendListOptions = {},
): Promise<SentListAnswer> {
  const response = await postList({ url, key }, list, options);
  return { status: response.status, ...((await response.json()) as object) };
}

export function postList(
  { url, key }: { readonly url: string; readonly key: string },
  list: string | Uint8Array | ReadableStream<Uint8Array>,
  { contentType = "text/csv", headers = {}, path = "/subject-lists" }: SendListOptions = {},
): Promise<Response> {
  return fetch(new URL(path, url), {
    method: "POST",
    headers: {
      ...(key && { authorization: `Bearer ${key}` }),
      ...(contentType && { "content-type": contentType }),
      ...headers,
    },
    body: typeof list === "string" ? Buffer.from(list) : (list as never),
    ...(list instanceof ReadableStream && { duplex: "half" }),
  });
}

/** `user-<from>`, `user-<from + 1>`, … as CSV. */
export function csvOfUsers(count: number, from = 0): string {
  return Array.from({ length: count }, (_, index) => `user-${from + index}\n`).join("");
}
