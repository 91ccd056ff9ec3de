import { AppError } from "../../platform/errors.js";
import type { Caller } from "../../platform/graphql/context.js";
import type { Credentials } from "../../platform/http/recognise-caller.js";
import type { ApiKeysService } from "./api-keys.service.js";
import { looksSigned } from "./people/access-tokens.js";
import type { People } from "./people/people.service.js";

const BEARER = /^Bearer +([\x21-\x7e]+) *$/i;

/**
 * Reads `Authorization: Bearer <api key or access token>` (RFC 6750, section 2.1). No header: null, and only what needs no key is served.
 *
 * @param people null where nobody signs in: then whatever the header carries is a key
 */
export async function authenticate(
  keys: ApiKeysService,
  people: People | null,
  { authorization: header, ...from }: Credentials,
): Promise<Caller | null> {
  if (header === undefined || header === "") return null;
  const token = BEARER.exec(header)?.[1];
  if (!token) {
    throw new AppError("UNAUTHENTICATED", "The Authorization header must read: Bearer <your API key>.");
  }
  if (people && looksSigned(token)) return people.authenticate(token);
  return keys.authenticate(token, from);
}
