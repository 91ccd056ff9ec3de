import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Caller, RequestContext } from "../../platform/graphql/context.js";
import { Costs } from "../../platform/graphql/limits/cost-extension.js";
import { RequirePermission } from "../access/index.js";
import type { AmendDisclosureService } from "./amend-disclosure.service.js";
import { AmendDisclosureInput, RecordDisclosureInput } from "./disclosure.input.js";
import {
  AmendDisclosurePayload,
  RecordDisclosurePayload,
  RecordDisclosuresPayload,
  type RecordDisclosureResult,
} from "./disclosure-payload.type.js";
import { Amendment, Disclosure } from "./disclosure.type.js";
import type { Written } from "./prepared-disclosure.js";
import type { RecordDisclosuresService } from "./record-disclosures.service.js";

@Resolver()
export class RecordDisclosuresResolver {
  constructor(
    private readonly recording: RecordDisclosuresService,
    private readonly amending: AmendDisclosureService,
  ) {}

  @RequirePermission("RECORD_DISCLOSURES")
  @Mutation(() => RecordDisclosurePayload, {
    description:
      "Records a transfer that happened. Sent again with the same id and content it answers the same record; with other content it is a CONFLICT that names what differs.",
  })
  async recordDisclosure(
    @Arg("input", () => RecordDisclosureInput, { description: "The transfer." }) input: RecordDisclosureInput,
    @Ctx() ctx: RequestContext,
  ): Promise<RecordDisclosurePayload> {
    const { row, created } = await this.recording.record(input, ctx.caller as Caller);
    return { disclosure: new Disclosure(row), created };
  }

  @Costs({ own: 5, entriesOf: "inputs" })
  @RequirePermission("RECORD_DISCLOSURES")
  @Mutation(() => RecordDisclosuresPayload, {
    description:
      "Records 1 to 1,000 transfers in one transaction. Each has its own result: what is wrong with one hinders no other.",
  })
  async recordDisclosures(
    @Arg("inputs", () => [RecordDisclosureInput], { description: "The transfers, 1 to 1,000." })
    inputs: RecordDisclosureInput[],
    @Ctx() ctx: RequestContext,
  ): Promise<RecordDisclosuresPayload> {
    const written = await this.recording.recordBatch(inputs, ctx.caller as Caller);
    return { results: written.map(resultOf) };
  }

  @RequirePermission("RECORD_DISCLOSURES")
  @Mutation(() => AmendDisclosurePayload, {
    description:
      "Corrects a disclosure: restates the whole of it, or voids it as recorded in error. The corrected one stays as it was and says what took its place. A disclosure is amended once; further corrections amend the one that took its place.",
  })
  async amendDisclosure(
    @Arg("input", () => AmendDisclosureInput, { description: "The correction." }) input: AmendDisclosureInput,
    @Ctx() ctx: RequestContext,
  ): Promise<AmendDisclosurePayload> {
    const { amendment, amended, restated, created } = await this.amending.amend(input, ctx.caller as Caller);
    return {
      disclosure: restated && new Disclosure(restated),
      amended: new Disclosure(amended),
      amendment: new Amendment(amendment),
      created,
    };
  }
}

function resultOf(written: Written): RecordDisclosureResult {
  if ("error" in written) {
    const { code, message, fields } = written.error;
    return { disclosure: null, created: false, error: { code, message, fields } };
  }
  return { disclosure: new Disclosure(written.row), created: written.created, error: null };
}
