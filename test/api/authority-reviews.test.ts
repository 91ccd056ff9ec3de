import { describe, expect, it } from "@jest/globals";
import {
  authorityRequestInput,
  REGISTER_REQUEST,
  REVIEW_REQUEST,
  type ReviewedRequest,
} from "../support/authority-operations.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer, type Api } from "../support/test-server.js";

const server = withTestServer();

async function register(): Promise<string> {
  const input = authorityRequestInput();
  await server.admin.request(REGISTER_REQUEST, { input });
  return input.id;
}

async function review(id: string, lawful: boolean, reasons: string, api: Api = server.admin) {
  const input = { id, lawful, reasons };
  return (await api.request<ReviewedRequest>(REVIEW_REQUEST, { input })).reviewAuthorityRequest;
}

async function reviewsOf(id: string) {
  const { authorityRequest } = await server.admin.request<{
    authorityRequest: { status: string; reviews: { lawful: boolean; reasons: string; reviewedBy: string }[] };
  }>("query ($id: UUID!) { authorityRequest(id: $id) { status reviews { lawful reasons reviewedBy } } }", {
    id,
  });
  return authorityRequest;
}

describe("Reviews of an authority request", () => {
  it("say with reasons and the reviewer's name whether it complies with the law; the latest one holds", async () => {
    const id = await register();
    const analyst = await server.as("ANALYST");
    expect(await review(id, true, " It names the law. ", analyst)).toMatchObject({
      created: true,
      review: { lawful: true, reasons: "It names the law." },
      authorityRequest: { id, status: "LAWFUL" },
    });
    expect(await review(id, false, "The judge had no jurisdiction.")).toMatchObject({
      created: true,
      authorityRequest: { status: "UNLAWFUL" },
    });
    expect(await reviewsOf(id)).toEqual({
      status: "UNLAWFUL",
      reviews: [
        { lawful: false, reasons: "The judge had no jurisdiction.", reviewedBy: "Administrator" },
        { lawful: true, reasons: "It names the law.", reviewedBy: "A test's ANALYST" },
      ],
    });
  });

  it("are not repeated by the same review sent again, but by an earlier one or somebody else's", async () => {
    const id = await register();
    const analyst = await server.as("ANALYST");
    const first = await review(id, true, "Complete.");
    const before = await countRows(server.database.owner);
    expect(await review(id, true, "Complete. ")).toEqual({ ...first, created: false });
    expect(await countRows(server.database.owner)).toEqual(before);
    expect((await review(id, true, "Complete.", analyst)).created).toBe(true);
    expect((await review(id, true, "Complete and signed.", analyst)).created).toBe(true);
    expect((await review(id, false, "Complete and signed.", analyst)).created).toBe(true);
    expect((await review(id, true, "Complete.")).created).toBe(true);
    expect((await reviewsOf(id)).reviews).toHaveLength(5);
  });

  it("at the same moment never leave in doubt which is the latest: who comes second is told", async () => {
    const id = await register();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) => review(id, index % 2 === 0, `Reasons ${index}.`)),
    );
    const recorded = outcomes.filter(({ status }) => status === "fulfilled");
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") expect(String(outcome.reason)).toContain("CONFLICT");
    }
    const { reviews } = await reviewsOf(id);
    expect(reviews).toHaveLength(recorded.length);
    const numbers = await server.database.owner.query<{ number: number }[]>(
      "SELECT number FROM authority_review WHERE authority_request = $1 ORDER BY number",
      [id],
    );
    expect(numbers.map(({ number }) => number)).toEqual(reviews.map((_, index) => index + 1));
  });
});
