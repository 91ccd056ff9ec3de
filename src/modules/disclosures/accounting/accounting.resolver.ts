import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { ConnectionArgs, readPageArgs, type Connection } from "../../../platform/graphql/connection.js";
import type { RequestContext } from "../../../platform/graphql/context.js";
import { DateTime } from "../../../platform/graphql/scalars.js";
import { Costs } from "../../../platform/graphql/limits/cost-extension.js";
import { RequirePermission } from "../../access/index.js";
import { DataSubject, type LookUps } from "../../subjects/index.js";
import type { AccountingForm, AccountingRecipients } from "../core/vocabulary.js";
import { AccountingFormEnum, AccountingRecipientsEnum } from "../disclosure-enums.type.js";
import { AccountingEntry, AccountingEntryConnection, AccountingSource } from "./accounting-entry.type.js";
import type { AccountingService } from "./accounting.service.js";
import { Accounting } from "./accounting.type.js";

/** Adds the accounting to a user. */
@Resolver(() => DataSubject)
export class DataSubjectAccountingResolver {
  constructor(
    private readonly service: AccountingService,
    private readonly lookUps: LookUps,
  ) {}

  @Costs({ own: 100 })
  @RequirePermission("LOOK_UP_DATA_SUBJECTS")
  @FieldResolver(() => Accounting, {
    description:
      "To whom this user's data went: by name, which data, why, on what ground, when and where; and from whom they came.",
  })
  async accounting(
    @Root() subject: DataSubject,
    @Arg("from", () => DateTime, {
      nullable: true,
      description: "Only what occurred at this moment or later.",
    })
    from: Date | null,
    @Arg("to", () => DateTime, { nullable: true, description: "Only what occurred before this moment." })
    to: Date | null,
    @Arg("form", () => AccountingFormEnum, {
      defaultValue: "GROUPED",
      description: "How detailed the entries are.",
    })
    form: AccountingForm,
    @Arg("recipientsAs", () => AccountingRecipientsEnum, {
      defaultValue: "NAMED",
      description: "Whether recipients are told by name or by kind only.",
    })
    recipientsAs: AccountingRecipients,
    @Ctx() ctx: RequestContext,
  ): Promise<Accounting> {
    await this.lookUps.note(ctx, { kind: "ACCOUNTING", number: subject.number });
    const user = this.service.of(subject.number, { from, to });
    return new Accounting(user, { form, recipientsAs }, subject);
  }
}

@Resolver(() => Accounting)
export class AccountingResolver {
  constructor(private readonly service: AccountingService) {}

  @FieldResolver(() => [AccountingEntry], {
    description:
      "Who got the data, the latest first. At most 10,000: beyond that ask for a shorter period, for the form GROUPED, or for `disclosures`, page by page.",
  })
  async entries(@Root() { user, telling }: Accounting): Promise<AccountingEntry[]> {
    const entries = await user.entries(telling.form, telling.recipientsAs);
    return entries.map((entry) => new AccountingEntry(entry, user.map));
  }

  @FieldResolver(() => AccountingEntryConnection, {
    description:
      "The same with an entry for each disclosure, whichever form was asked for, page by page: the newest recorded first. A page is read alone, however many disclosures there are.",
  })
  async disclosures(
    @Root() { user, telling }: Accounting,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
  ): Promise<Connection<AccountingEntry>> {
    const page = await user.page(readPageArgs(args), telling.recipientsAs);
    const edges = page.edges.map(({ cursor, node }) => ({
      cursor,
      node: new AccountingEntry(node, user.map),
    }));
    return new AccountingEntryConnection({ ...page, edges });
  }

  @FieldResolver(() => [AccountingSource], {
    description:
      "The partners from whom data of the user were received (GDPR Art. 15(1)(g)), by name, the latest first. What came otherwise, each category's `sources` tell.",
  })
  async sources(@Root() { user }: Accounting): Promise<AccountingSource[]> {
    return (await user.sources()).map((entry) => new AccountingSource(entry, user.map));
  }

  @FieldResolver(() => DateTime, {
    description:
      "The accounting is complete for what occurred at this moment or later. It is when this register began, or later, where the users of earlier disclosures were taken out of it since. For a user who was erased and came back it is the end of the day of the erasure: what went before is tied to nobody.",
  })
  completeSince(@Root() { whose }: Accounting): Promise<Date> {
    return this.service.completeSince(whose);
  }
}
