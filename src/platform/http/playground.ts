import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { FOR_ANYBODY } from "./recognise-caller.js";

/**
 * What the page may do: load scripts, styles and icons of this server and ask this server. Nothing inline, nothing from elsewhere,
 * in nobody's frame.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
};

const NOT_BUILT = "The playground has not been built: run `npm run build`, then start the registry again.\n";

/** A file of the page, as it is and compressed. */
interface Asset {
  readonly type: string;
  readonly plain: Buffer;
  readonly gzipped: Buffer;
}

/** The built playground, held in memory: three files, about 2 MB. */
export interface Playground {
  /** Null where it was never built. */
  readonly page: Buffer | null;
  /** By file name. A name contains the hash of its content, so under one name there is always the same. */
  readonly assets: ReadonlyMap<string, Asset>;
}

/** Reads what `npm run build` made of `src/web/playground`. A folder that does not exist holds no page. */
export async function readPlayground(folder: string): Promise<Playground> {
  const names: string[] = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const read = (name: string) => readFile(join(folder, name));
  const assets = names
    .filter((name) => extname(name) in TYPES)
    .map(async (name): Promise<[string, Asset]> => {
      const [plain, gzipped] = await Promise.all([read(name), read(`${name}.gz`)]);
      return [name, { type: TYPES[extname(name)]!, plain, gzipped }];
    });
  return {
    page: names.includes("index.html") ? await read("index.html") : null,
    assets: new Map(await Promise.all(assets)),
  };
}

/** Whether a person opened the address. A GET that carries a query is a program's, whatever it accepts. */
export function isVisit({ method, headers, query }: FastifyRequest): boolean {
  const accepts = headers.accept ?? "";
  return method === "GET" && accepts.includes("text/html") && !Object.hasOwn(query as object, "query");
}

/** Answers the page; 404 with what to do where it was not built. */
export function sendPage(reply: FastifyReply, { page }: Playground): FastifyReply {
  // The same address answers programs in JSON.
  void reply.header("vary", "Accept");
  if (page === null) return reply.status(404).type("text/plain; charset=utf-8").send(NOT_BUILT);
  return reply
    .type("text/html; charset=utf-8")
    .headers({
      "cache-control": "no-cache",
      "content-security-policy": CONTENT_SECURITY_POLICY,
    })
    .send(page);
}

/** Serves the files the page loads, under `/playground/`. */
export function serveAssets(server: FastifyInstance, { assets }: Playground): void {
  server.get<{ Params: { file: string } }>("/playground/:file", { config: FOR_ANYBODY }, (request, reply) => {
    const asset = assets.get(request.params.file);
    if (!asset) return reply.callNotFound();
    const compressed = /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
    return reply
      .type(asset.type)
      .headers({
        "cache-control": "public, max-age=31536000, immutable",
        vary: "Accept-Encoding",
        ...(compressed && { "content-encoding": "gzip" }),
      })
      .send(compressed ? asset.gzipped : asset.plain);
  });
}
