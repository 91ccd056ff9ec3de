import { beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import {
  AuthoritiesService,
  ReviewAuthorityRequestService,
  type ReviewListener,
} from "../../../src/modules/authorities/index.js";
import { systemClock } from "../../../src/platform/clock.js";
import type { Caller } from "../../../src/platform/graphql/context.js";
import {
  authorityRequestInput,
  REGISTER_REQUEST,
  REVIEW_REQUEST,
  type ReviewedRequest,
} from "../../support/authority-operations.js";
import { countRows } from "../../support/stored-rows.js";
import { withTestServer } from "../../support/test-server.js";

const server = withTestServer();
const reviewer: Caller = {
  keyId: "reviewer",
  name: "A reviewer",
  roles: ["ANALYST"],
  permissions: new Set(),
  recipients: new Set(),
  scope: null,
};

let request: string;
let authorities: AuthoritiesService;
beforeAll(() => {
  authorities = new AuthoritiesService(server.database.api, server.app.dataMap);
});
beforeEach(async () => {
  const input = authorityRequestInput();
  await server.admin.request(REGISTER_REQUEST, { input });
  request = input.id;
});

describe("What judging is told of demands", () => {
  const demandsOf = (ids: string[]) => authorities.demandsOf(server.database.api.manager, ids);
  async function review(lawful: boolean): Promise<string> {
    const input = { id: request, lawful, reasons: `Found ${lawful}.` };
    const answer = await server.admin.request<ReviewedRequest>(REVIEW_REQUEST, { input });
    return answer.reviewAuthorityRequest.review.id;
  }

  it("is what the latest review found, and which one that is", async () => {
    const unknown = v7();
    expect(await demandsOf([request, unknown])).toEqual(
      new Map([[request, { id: request, lawful: null, reviewId: null }]]),
    );
    for (const lawful of [true, false, true]) {
      const reviewId = await review(lawful);
      expect(await demandsOf([request])).toEqual(new Map([[request, { id: request, lawful, reviewId }]]));
    }
  });

  it("costs one statement for any number of demands, and none for none", async () => {
    const { statements: some } = await server.statementsOf(() => demandsOf([request, v7(), v7()]));
    expect(some).toHaveLength(1);
    const { statements: none } = await server.statementsOf(() => demandsOf([]));
    expect(none).toHaveLength(0);
  });
});

describe("A listener to reviews", () => {
  const reviewed = (listener: ReviewListener, lawful = true) =>
    new ReviewAuthorityRequestService(server.database.api, systemClock, [listener]).review(
      { id: request, lawful, reasons: "Examined." },
      reviewer,
    );

  it("is told of each new review in its transaction, and of none that is a retry", async () => {
    const told: unknown[] = [];
    const listener: ReviewListener = {
      async reviewRecorded(tx, requestId, reviewId) {
        // The review is there for the listener, and for nobody else yet.
        const inside = await authorities.demandsOf(tx, [requestId]);
        const outside = await authorities.demandsOf(server.database.api.manager, [requestId]);
        told.push([requestId, reviewId, inside.get(requestId)?.reviewId, outside.get(requestId)?.reviewId]);
      },
    };
    const { review } = await reviewed(listener);
    expect((await reviewed(listener)).created).toBe(false);
    expect(told).toEqual([[request, review.id, review.id, null]]);
  });

  it("takes the review with it when it fails", async () => {
    const before = await countRows(server.database.owner);
    const fails = () => Promise.reject(new Error("The listener failed."));
    await expect(reviewed({ reviewRecorded: fails })).rejects.toThrow("The listener failed.");
    expect(await countRows(server.database.owner)).toEqual(before);
  });
});
