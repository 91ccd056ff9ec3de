import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Caller, RequestContext } from "../../platform/graphql/context.js";
import { Costs } from "../../platform/graphql/limits/cost-extension.js";
import { RequirePermission } from "../access/index.js";
import { readAgreementEnd, readConsent, readWithdrawal } from "./core/read-consent.js";
import { readRestoration } from "./core/read-restoration.js";
import { readLifting, readRestriction } from "./core/read-restriction.js";
import type { FactWritten } from "./prepared-fact.js";
import type { RecordFactsService } from "./record-facts.service.js";
import {
  EndUserAgreementPayload,
  LiftRestrictionPayload,
  RecordConsentPayload,
  RecordConsentsPayload,
  RestoreAccountPayload,
  RestrictUsePayload,
  WithdrawConsentPayload,
  type RecordConsentResult,
} from "./subject-fact-payload.type.js";
import {
  EndUserAgreementInput,
  LiftRestrictionInput,
  RecordConsentInput,
  RestoreAccountInput,
  RestrictUseInput,
  WithdrawConsentInput,
} from "./subject-facts.input.js";
import {
  Consent,
  ConsentWithdrawal,
  RestrictionLifting,
  UseRestriction,
  UserAgreementEnd,
  UserRestoration,
} from "./subject-facts.type.js";

@Resolver()
export class RecordFactsResolver {
  constructor(private readonly facts: RecordFactsService) {}

  @RequirePermission("RECORD_SUBJECT_FACTS")
  @Mutation(() => RecordConsentPayload, {
    description:
      "Records that a user, or each of a list, consented. Sent again with the same id and content it answers the same record; with other content it is a CONFLICT that names what differs.",
  })
  async recordConsent(
    @Arg("input", () => RecordConsentInput, { description: "The consent." }) input: RecordConsentInput,
    @Ctx() ctx: RequestContext,
  ): Promise<RecordConsentPayload> {
    const { row, created } = await this.facts.record(input, readConsent, ctx.caller as Caller);
    return { consent: new Consent(row), created };
  }

  @Costs({ own: 5, entriesOf: "inputs" })
  @RequirePermission("RECORD_SUBJECT_FACTS")
  @Mutation(() => RecordConsentsPayload, {
    description:
      "Records 1 to 1,000 consents in one transaction. Each has its own result: what is wrong with one hinders no other.",
  })
  async recordConsents(
    @Arg("inputs", () => [RecordConsentInput], { description: "The consents, 1 to 1,000." })
    inputs: RecordConsentInput[],
    @Ctx() ctx: RequestContext,
  ): Promise<RecordConsentsPayload> {
    const written = await this.facts.recordBatch(inputs, readConsent, ctx.caller as Caller);
    return { results: written.map(resultOf) };
  }

  @RequirePermission("RECORD_SUBJECT_FACTS")
  @Mutation(() => WithdrawConsentPayload, {
    description:
      "Records that a user takes every consent to a ground back that was given before. They last until the period of notice is over.",
  })
  async withdrawConsent(
    @Arg("input", () => WithdrawConsentInput, { description: "The withdrawal." }) input: WithdrawConsentInput,
    @Ctx() ctx: RequestContext,
  ): Promise<WithdrawConsentPayload> {
    const { row, created } = await this.facts.record(input, readWithdrawal, ctx.caller as Caller);
    return { withdrawal: new ConsentWithdrawal(row), created };
  }

  @RequirePermission("RECORD_SUBJECT_FACTS")
  @Mutation(() => EndUserAgreementPayload, {
    description:
      "Records that an agreement with a user ended, or all of them. Consents that hang on it last as long beyond as the data map says.",
  })
  async endUserAgreement(
    @Arg("input", () => EndUserAgreementInput, { description: "The end of the agreement." })
    input: EndUserAgreementInput,
    @Ctx() ctx: RequestContext,
  ): Promise<EndUserAgreementPayload> {
    const { row, created } = await this.facts.record(input, readAgreementEnd, ctx.caller as Caller);
    return { agreementEnd: new UserAgreementEnd(row), created };
  }

  @RequirePermission("RECORD_SUBJECT_FACTS")
  @Mutation(() => RestrictUsePayload, {
    description:
      "Records that data of a user may not be used as before: a refusal, a block, or no communication.",
  })
  async restrictUse(
    @Arg("input", () => RestrictUseInput, { description: "The restriction." }) input: RestrictUseInput,
    @Ctx() ctx: RequestContext,
  ): Promise<RestrictUsePayload> {
    const { row, created } = await this.facts.record(input, readRestriction, ctx.caller as Caller);
    return { restriction: new UseRestriction(row), created };
  }

  @RequirePermission("RECORD_SUBJECT_FACTS")
  @Mutation(() => LiftRestrictionPayload, {
    description:
      "Records that a restriction no longer holds. What was recorded stays, and still counts for the time it held.",
  })
  async liftRestriction(
    @Arg("input", () => LiftRestrictionInput, { description: "The lifting." }) input: LiftRestrictionInput,
    @Ctx() ctx: RequestContext,
  ): Promise<LiftRestrictionPayload> {
    const { row, created } = await this.facts.record(input, readLifting, ctx.caller as Caller);
    return { lifting: new RestrictionLifting(row), created };
  }

  @RequirePermission("RECORD_SUBJECT_FACTS")
  @Mutation(() => RestoreAccountPayload, {
    description:
      "Records that a user who had been erased restored the account, so that consents can be recorded again and data disclosed. Nothing that was recorded before the erasure comes back.",
  })
  async restoreAccount(
    @Arg("input", () => RestoreAccountInput, { description: "The restoration." }) input: RestoreAccountInput,
    @Ctx() ctx: RequestContext,
  ): Promise<RestoreAccountPayload> {
    const { row, created } = await this.facts.record(input, readRestoration, ctx.caller as Caller);
    return { restoration: new UserRestoration(row), created };
  }
}

function resultOf(written: FactWritten): RecordConsentResult {
  if ("error" in written) {
    const { code, message, fields } = written.error;
    return { consent: null, created: false, error: { code, message, fields } };
  }
  return { consent: new Consent(written.row), created: written.created, error: null };
}
