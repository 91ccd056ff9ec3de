import { Arg, Args, FieldResolver, Resolver, Root } from "type-graphql";
import { ConnectionArgs, readPageArgs, type Connection } from "../../platform/graphql/connection.js";
import { DateTime } from "../../platform/graphql/scalars.js";
import { RequirePermission } from "../access/index.js";
import {
  DataCategory,
  LegalGround,
  ProcessingPurpose,
  Recipient,
  viewOf,
  viewsOf,
  type DataMapService,
} from "../datamap/index.js";
import { DataSubject } from "../subjects/index.js";
import { Accounting } from "./accounting.type.js";
import type { AccountingForm, DisclosureOrder } from "./core/vocabulary.js";
import { AccountingFormEnum, DisclosureOrderEnum } from "./disclosure-enums.type.js";
import { disclosurePage } from "./disclosure-page.js";
import { DisclosureConnection, type Disclosure } from "./disclosure.type.js";
import type { DisclosuresService } from "./disclosures.service.js";

/** What disclosures add to a user. */
@Resolver(() => DataSubject)
export class DataSubjectDisclosuresResolver {
  constructor(
    private readonly service: DisclosuresService,
    private readonly dataMap: DataMapService,
  ) {}

  @RequirePermission("LOOK_UP_DATA_SUBJECTS")
  @FieldResolver(() => DisclosureConnection, {
    description: "The disclosures that cover this user, newest recorded first unless asked otherwise.",
  })
  async disclosures(
    @Root() subject: DataSubject,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Arg("orderBy", () => DisclosureOrderEnum, {
      defaultValue: "RECORDED_AT",
      description: "The order of the list.",
    })
    orderBy: DisclosureOrder,
    @Arg("includeSuperseded", () => Boolean, {
      defaultValue: false,
      description: "Also those that were restated or voided since.",
    })
    includeSuperseded: boolean,
  ): Promise<Connection<Disclosure>> {
    return disclosurePage(
      await this.service.listOf(subject.number, orderBy, includeSuperseded, readPageArgs(args)),
    );
  }

  @RequirePermission("LOOK_UP_DATA_SUBJECTS")
  @FieldResolver(() => Accounting, {
    description: "To whom this user's data went: by name, which data, why, on what ground, when and where.",
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
      description: "How detailed the answer is.",
    })
    form: AccountingForm,
  ): Promise<Accounting> {
    const rows = await this.service.accountingOf(subject.number, form, { from, to });
    const map = this.dataMap.current();
    return {
      entries: rows.map((row) => ({
        ...row,
        recipient: viewOf(Recipient, map, row.recipient),
        categories: viewsOf(DataCategory, map, row.categories),
        purpose: viewOf(ProcessingPurpose, map, row.purpose),
        legalGround: viewOf(LegalGround, map, row.legalGround),
      })),
    };
  }
}
