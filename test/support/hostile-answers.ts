import type { LentServer } from "./test-server.js";

/** What a caller may be told of a mistake of its own. */
const CODES = [
  "BAD_USER_INPUT",
  "CONFLICT",
  "FORBIDDEN",
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "NOT_FOUND",
  "TOO_COSTLY",
];

const AT_ONCE = 8;

export interface HostileAnswer {
  readonly status: number;
  readonly errors: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** Many changes of the data map at once wait for each other, some too long: those are told to send the same again. */
const ATTEMPTS_MAX = 5;

/** Sends a body as GraphQL's, as the administrator; again where it is told to. */
export async function sendHostile(
  server: LentServer,
  body: unknown,
  attempts = ATTEMPTS_MAX,
): Promise<HostileAnswer> {
  const response = await fetch(server.url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${server.admin.key}` },
    body: JSON.stringify(body),
  });
  const { errors = [] } = (await response.json()) as { errors?: HostileAnswer["errors"] };
  const isAgain = errors.some(({ extensions }) => extensions?.code === "UNAVAILABLE");
  if (isAgain && attempts > 1) return sendHostile(server, body, attempts - 1);
  return { status: response.status, errors };
}

/** Sends some at a time. Answers what is wrong with each answer, before its label; `mark` stands in all that no message may repeat. */
export async function findAmiss(
  server: LentServer,
  requests: readonly { readonly label: string; readonly body: unknown }[],
  mark: string,
): Promise<string[]> {
  const amiss: string[] = [];
  const waiting = [...requests];
  const work = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { label, body } = next;
      amiss.push(...amissIn(await sendHostile(server, body), mark).map((what) => `${what}: ${label}`));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return amiss;
}

/** What is wrong with an answer; nothing where it has an answer, or refuses with a code. */
function amissIn({ status, errors }: HostileAnswer, mark: string): string[] {
  const codes = errors
    .map(({ extensions }) => extensions?.code ?? "no code")
    .filter((code) => !CODES.includes(code));
  const told = errors
    .filter(({ message }) => message.includes(mark))
    .map(() => "a message repeats what was sent");
  return [...(status >= 500 ? [`status ${status}`] : []), ...codes, ...told];
}
