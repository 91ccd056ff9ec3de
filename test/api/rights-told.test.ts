import { describe, expect, it } from "@jest/globals";
import { disclosureInput, idOf, RECORD } from "../support/disclosure-input.js";
import { MovableClock } from "../support/movable-clock.js";
import { REPORT } from "../support/notification-operations.js";
import { decidedRequest, readRequest } from "../support/rights-operations.js";
import { countRows, dumpRows } from "../support/stored-rows.js";
import { withTestServer } from "../support/test-server.js";

const clock = new MovableClock("2026-03-02T06:00:00Z");
const server = withTestServer({ clock });
const now = () => idOf(clock.at(0));
const record = async (changes: Record<string, unknown>) => {
  const input = disclosureInput({ id: now(), ...changes });
  await server.admin.request(RECORD, { input });
  return input.id;
};
const granted = (changes: Record<string, unknown>) => decidedRequest(server.admin, { id: now(), ...changes });
const tell = async (request: string) => {
  const opened = await readRequest(server.admin, request, "notifications { id recipient { key } }");
  const notifications = opened!.notifications as { id: string; recipient: { key: string } }[];
  for (const { id } of notifications) {
    const input = { id, status: "ACKNOWLEDGED", channel: "API", evidence: "Answered." };
    await server.admin.request(REPORT, { input });
  }
  return notifications.map(({ recipient }) => recipient.key).sort();
};

describe("A granted rectification", () => {
  it("shows what was disclosed wrong until the decision, and is done once its recipients are told", async () => {
    const subjects = ["corrected"];
    const mail = ["identification.email", "usage.services_of_interest"];
    const toAdvertiser = {
      recipient: "example_advertiser",
      purpose: "marketing",
      legalGround: "consent",
      categories: mail,
    };
    const wrong = await record({ ...toAdvertiser, subjects });
    await record({ subjects, categories: ["identification.first_name"] });
    const broader = await record({ subjects, categories: ["identification"] });
    await record({ ...toAdvertiser, subjects, direction: "INBOUND" });
    await record({ ...toAdvertiser, subjects: ["another"] });
    // What failed was disclosed to nobody.
    await record({ ...toAdvertiser, subjects, recipient: "example_survey_agency", outcome: "FAILED" });
    clock.advance(60_000);
    const asked = { subject: "corrected", kind: "RECTIFICATION", categories: ["identification.email"] };
    const id = await granted(asked);
    clock.advance(60_000);
    await record({ ...toAdvertiser, subjects, occurredAt: clock.at(0) });

    const fields = "status disclosedWrong(first: 5) { totalCount nodes { id } }";
    const disclosedWrong = { totalCount: 2, nodes: [{ id: broader }, { id: wrong }] };
    expect(await readRequest(server.admin, id, fields)).toEqual({ status: "DECIDED", disclosedWrong });
    expect(await tell(id)).toEqual(["example_advertiser", "example_courier"]);
    expect(await readRequest(server.admin, id, `${fields} steps { kind recordedBy }`)).toEqual({
      status: "DONE",
      disclosedWrong,
      steps: [
        { kind: "IDENTITY_CONFIRMED", recordedBy: "Administrator" },
        { kind: "DECIDED", recordedBy: "Administrator" },
        { kind: "RECIPIENTS_TOLD", recordedBy: null },
      ],
    });
  });

  it("shows nothing for other kinds, and for whom nothing is held", async () => {
    const blocking = await granted({ subject: "another", kind: "BLOCKING" });
    const unknown = await granted({ subject: "nobody", kind: "RECTIFICATION" });
    for (const id of [blocking, unknown]) {
      expect(await readRequest(server.admin, id, "disclosedWrong { totalCount }")).toEqual({
        disclosedWrong: null,
      });
    }
    expect(await readRequest(server.admin, unknown, "status")).toEqual({ status: "DONE" });
  });
});

describe("A granted erasure", () => {
  it("is done once everyone is told who received the data, and leaves no trace of the user then", async () => {
    const subject = "canary-4408";
    await record({ subjects: [subject, "stays"] });
    await record({ subjects: [subject], recipient: "example_advertiser" });
    const blocking = await granted({ subject, kind: "BLOCKING" });
    const erasure = await granted({ subject, kind: "ERASURE" });
    for (const id of [blocking, erasure]) {
      expect(await readRequest(server.admin, id, "status")).toEqual({ status: "DECIDED" });
    }
    expect(await tell(erasure)).toEqual(["example_advertiser", "example_courier"]);
    expect(await readRequest(server.admin, erasure, "status")).toEqual({ status: "DONE" });
    await tell(blocking);
    expect(await readRequest(server.admin, blocking, "status steps { kind }")).toEqual({
      status: "DONE",
      steps: [{ kind: "IDENTITY_CONFIRMED" }, { kind: "DECIDED" }, { kind: "RECIPIENTS_TOLD" }],
    });
    expect(await dumpRows(server.database.owner)).not.toContain(subject);
    const rows = await countRows(server.database.owner);
    // That of the block above, which nobody was told of.
    expect(rows.recipient_notification_secret).toBe(1);
    expect(rows.rights_request_person).toBe(3);
  });
});
