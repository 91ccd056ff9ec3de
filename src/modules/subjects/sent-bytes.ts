import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { AppError } from "../../platform/errors.js";
import { readIsGzip } from "./core/list-format.js";

const CHUNK_BYTES = 64 * 1024;

/**
 * The bytes of a request's body as they arrive, uncompressed. Whoever stops reading leaves the connection open, for an answer.
 *
 * Throws BAD_USER_INPUT for an encoding that is not gzip's; reading throws it where the body is cut off or is no gzip.
 */
export function sentBytes(
  request: IncomingMessage,
  contentEncoding: string | undefined,
): AsyncIterable<Buffer> {
  if (!readIsGzip(contentEncoding)) return explained(request);
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  // `pipeline` would end the connection with the first error of gzip's, and the answer with it.
  request.once("error", (error) => gunzip.destroy(error));
  return explained(request.pipe(gunzip));
}

async function* explained(stream: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream.iterator({ destroyOnReturn: false })) yield chunk as Buffer;
  } catch (error) {
    throw problemOf((error as NodeJS.ErrnoException).code) ?? error;
  }
}

function problemOf(code: string | undefined): AppError | null {
  if (code === "ECONNRESET" || code === "ERR_STREAM_PREMATURE_CLOSE" || code === "HPE_INVALID_EOF_STATE") {
    return new AppError("BAD_USER_INPUT", "The list broke off before its end: send it again.");
  }
  if (code === "Z_BUF_ERROR") {
    return new AppError(
      "BAD_USER_INPUT",
      "The compressed list ends in the middle: compress it again and send it whole.",
    );
  }
  if (code?.startsWith("Z_")) {
    return new AppError(
      "BAD_USER_INPUT",
      "The list is not what Content-Encoding says: it cannot be read as gzip.",
    );
  }
  return null;
}
