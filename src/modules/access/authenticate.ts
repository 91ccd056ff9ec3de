import { AppError } from "../../platform/errors.js";
import type { Caller } from "../../platform/graphql/context.js";
import type { Credentials } from "../../platform/http/recognise-caller.js";
import type { ApiKeysService } from "./api-keys.service.js";

const BEARER = /^Bearer +([\x21-\x7e]+) *$/i;

/** Reads `Authorization: Bearer <api key>` (RFC 6750, section 2.1). No header: null, and only what needs no key is served. */
export async function authenticate(
  keys: ApiKeysService,
  { authorization: header, address }: Credentials,
): Promise<Caller | null> {
  if (header === undefined || header === "") return null;
  const token = BEARER.exec(header)?.[1];
  if (!token) {
    throw new AppError("UNAUTHENTICATED", "The Authorization header must read: Bearer <your API key>.");
  }
  return keys.authenticate(token, address);
}
