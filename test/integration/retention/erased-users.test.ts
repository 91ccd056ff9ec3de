import { beforeAll, describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { disclosureInput, RECORD } from "../../support/disclosure-input.js";
import { erasingOn } from "../../support/erasing.js";
import { destructionInput, retentionOf } from "../../support/retention-operations.js";
import { dumpRows } from "../../support/stored-rows.js";
import { withTestServer } from "../../support/test-server.js";

const server = withTestServer();
const { rows, endAgreements, record, list } = retentionOf(server);
let erasing: ReturnType<typeof erasingOn>;
beforeAll(() => {
  erasing = erasingOn(server);
});

const today = (): string => new Date(Date.now() + 5 * 3_600_000).toISOString().slice(0, 10);
const newUser = (): string => `canary-${v7()}`;

describe("An erased user", () => {
  it("is due for what goes with the account, under the number that leads to nobody", async () => {
    const user = newUser();
    await endAgreements("2020-03-31", user);
    expect(await rows({ asOf: today(), rule: "account_deleted" })).toEqual([]);
    await erasing.erase(user);
    expect(await rows({ asOf: today(), rule: "account_deleted" })).toEqual([
      `account_deleted identification ${today()} 1`,
    ]);
    await record(
      destructionInput({ retentionRule: "account_deleted", category: "identification", asOf: today() }),
    );
    expect(await rows({ asOf: today(), rule: "account_deleted" })).toEqual([]);
  });

  it("is due for all that the data map has destroyed with the account, though no period has begun", async () => {
    const user = newUser();
    await server.admin.request(RECORD, { input: disclosureInput({ subjects: [user] }) });
    const reviews = () => rows({ asOf: today(), rule: "while_consent_lasts", category: "reviews" });
    const before = await reviews();
    await erasing.erase(user);
    expect(await reviews()).toEqual([...before, `while_consent_lasts reviews ${today()} 1`]);
    expect(await rows({ asOf: today(), rule: "while_consent_lasts", category: "usage" })).toHaveLength(1);
    await record(destructionInput({ asOf: today() }));
    expect(await reviews()).toEqual([]);
  });

  it("stays in destructions as a number, while what names the user in their texts is gone", async () => {
    const [user, other] = [newUser(), newUser()];
    await endAgreements("2019-05-31", user, other);
    const both = { category: "usage", subjectList: await list(user, other) };
    const naming = destructionInput({ ...both, evidence: `The act on ${user.toUpperCase()} and another.` });
    const alone = { category: "technical", subjectList: await list(user) };
    const notNaming = destructionInput({ ...alone, evidence: "Act 18." });
    await record(naming);
    await record(notNaming);
    expect(await dumpRows(server.database.owner)).toContain(user.toUpperCase());
    await erasing.erase(user);
    expect((await dumpRows(server.database.owner)).toLowerCase()).not.toContain(user);
    expect(await record(naming)).toMatchObject({
      created: false,
      destruction: { subjectCount: 2, evidence: null },
    });
    expect(await record(notNaming)).toMatchObject({
      created: false,
      destruction: { subjectCount: 1, evidence: "Act 18." },
    });
  });
});
