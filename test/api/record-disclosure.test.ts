import { describe, expect, it } from "@jest/globals";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();

describe("recordDisclosure", () => {
  it("answers the same record when it is sent again with the same id and content", async () => {
    const input = disclosureInput();
    const first = await server.admin.request(RECORD, { input });
    const again = await server.admin.request(RECORD, { input });
    expect(first).toEqual({
      recordDisclosure: { created: true, disclosure: { id: input.id, subjectCount: 2 } },
    });
    expect(again).toEqual({
      recordDisclosure: { created: false, disclosure: { id: input.id, subjectCount: 2 } },
    });
  });
});
