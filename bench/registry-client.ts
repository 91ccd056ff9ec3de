import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { json as readJson } from "node:stream/consumers";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { v7 } from "uuid";
import { ADMIN_API_KEY, type BenchServer } from "./bench.js";

/** The calls of a partner's program that has a file of users. */

export interface UploadedList {
  readonly id: string;
  readonly count: number;
  readonly duplicates: number;
}

const AUTHORIZATION = `Bearer ${ADMIN_API_KEY}`;

/** Streams a CSV file to `POST /subject-lists`. */
export async function uploadList({ url }: BenchServer, csv: Iterable<Buffer>): Promise<UploadedList> {
  const upload = request(new URL("/subject-lists", url), {
    method: "POST",
    headers: { authorization: AUTHORIZATION, "content-type": "text/csv" },
  });
  const answered = once(upload, "response");
  await pipeline(Readable.from(csv), upload);
  const [response] = (await answered) as [IncomingMessage];
  const answer = await readJson(response);
  if (response.statusCode !== 201) throw new Error(`The upload was answered with ${JSON.stringify(answer)}`);
  return answer as UploadedList;
}

export const TO_COURIER = {
  recipient: "example_courier",
  purpose: "provision_of_services",
  legalGround: "contract",
  categories: ["identification.home_address"],
};
export const TO_ADVERTISER = {
  recipient: "example_advertiser",
  purpose: "marketing",
  legalGround: "consent",
  categories: ["identification.email"],
};

/** Records one disclosure of the users of a list, to a courier or to an advertiser on their consent; answers its id. */
export async function recordList(
  server: BenchServer,
  list: UploadedList,
  { onConsent = false } = {},
): Promise<string> {
  const { recordDisclosure } = await ask<{
    recordDisclosure: { created: boolean; disclosure: { id: string } };
  }>(
    server,
    "mutation Record($input: RecordDisclosureInput!) { recordDisclosure(input: $input) { created disclosure { id } } }",
    {
      input: {
        id: v7(),
        occurredAt: new Date().toISOString(),
        ...(onConsent ? TO_ADVERTISER : TO_COURIER),
        subjectList: list.id,
      },
    },
  );
  return recordDisclosure.disclosure.id;
}

/** Sends one GraphQL operation. Throws where it was not answered as it should be. */
export async function ask<Data>({ url }: BenchServer, query: string, variables: object = {}): Promise<Data> {
  const response = await fetch(url, {
    method: "POST",
    headers: { authorization: AUTHORIZATION, "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  const answer = (await response.json()) as { data?: Data; errors?: readonly { message: string }[] };
  if (answer.errors || !answer.data) throw new Error(`Answered with ${JSON.stringify(answer.errors)}`);
  return answer.data;
}
