import { ObjectType } from "type-graphql";
import { RequirePermission } from "../../access/index.js";
import type { AccountingForm, AccountingRecipients } from "../core/vocabulary.js";
import type { AccountedUser } from "./accounting.service.js";
import type { UserAccounting } from "./user-accounting.js";

/** How an accounting is to be told. */
export interface AccountingTelling {
  readonly form: AccountingForm;
  readonly recipientsAs: AccountingRecipients;
}

@ObjectType("Accounting", {
  description:
    "To whom one user's data went, and from whom they came: the answer to GDPR Article 15(1)(c) and (g), which names the actual recipients (CJEU C-154/21). Failed transfers, disclosures that were voided or restated since, and those that an authority asked not to be told of yet (45 CFR 164.528(a)(2)) are left out. It tells no free text.",
})
@RequirePermission("LOOK_UP_DATA_SUBJECTS")
export class Accounting {
  constructor(
    /** What the fields of `accounting.resolver.ts` start from. */
    readonly user: UserAccounting,
    readonly telling: AccountingTelling,
    readonly whose: AccountedUser,
  ) {}
}
