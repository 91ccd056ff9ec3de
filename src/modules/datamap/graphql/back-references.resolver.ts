import { FieldResolver, Resolver, Root } from "type-graphql";
import type { CatalogueEntry as DocumentEntry } from "../core/catalogue-lists.js";
import { Agreement } from "./agreement.type.js";
import { DataCategory } from "./data-category.type.js";
import { Jurisdiction } from "./jurisdiction.type.js";
import { ProcessingActivity } from "./processing-activity.type.js";
import { ProcessingPurpose } from "./processing-purpose.type.js";
import { Recipient } from "./recipient.type.js";
import { RetentionRule } from "./retention-rule.type.js";
import { SharingRule } from "./sharing-rule.type.js";

/** Fields that lead from an entry to those that name it. They stand apart because a type's file never imports a higher one. */

type View = Recipient | DataCategory | ProcessingPurpose;

function sharingRulesWhere(
  { snapshot }: View,
  isMeant: (rule: DocumentEntry<"sharingRules">) => boolean,
): SharingRule[] {
  return snapshot.document.sharingRules.filter(isMeant).map((rule) => new SharingRule(snapshot, rule));
}

function activitiesWhere(
  { snapshot }: View,
  isMeant: (activity: DocumentEntry<"activities">) => boolean,
): ProcessingActivity[] {
  return snapshot.document.activities
    .filter(isMeant)
    .map((activity) => new ProcessingActivity(snapshot, activity));
}

@Resolver(() => Recipient)
export class RecipientReferencesResolver {
  @FieldResolver(() => [Agreement], { description: "The agreements with it, past and future ones too." })
  agreements(@Root() { snapshot, key }: Recipient): Agreement[] {
    return snapshot.document.agreements
      .filter((agreement) => agreement.recipient === key)
      .map((agreement) => new Agreement(snapshot, agreement));
  }

  @FieldResolver(() => [Recipient], { description: "The recipients that pass on to it what they get." })
  receivesFrom(@Root() { snapshot, key }: Recipient): Recipient[] {
    return snapshot.document.recipients
      .filter(({ passesOnTo }) => passesOnTo.includes(key))
      .map((recipient) => new Recipient(snapshot, recipient));
  }

  @FieldResolver(() => [SharingRule], {
    description: "The rules that say what may go to it: those for it by name and those for its kind.",
  })
  sharingRules(@Root() recipient: Recipient): SharingRule[] {
    return sharingRulesWhere(
      recipient,
      (rule) => rule.recipient === recipient.key || rule.recipientKind === recipient.kind,
    );
  }

  @FieldResolver(() => [ProcessingActivity], {
    description: "The processing activities in which it receives data, by name or by its kind.",
  })
  activities(@Root() recipient: Recipient): ProcessingActivity[] {
    return activitiesWhere(
      recipient,
      ({ recipients, recipientKinds }) =>
        recipients.includes(recipient.key) || recipientKinds.includes(recipient.kind),
    );
  }
}

@Resolver(() => Jurisdiction)
export class JurisdictionReferencesResolver {
  @FieldResolver(() => [Recipient], { description: "The recipients established there." })
  recipients(@Root() { snapshot, code }: Jurisdiction): Recipient[] {
    return snapshot.document.recipients
      .filter((recipient) => recipient.jurisdiction === code)
      .map((recipient) => new Recipient(snapshot, recipient));
  }
}

@Resolver(() => ProcessingPurpose)
export class PurposeReferencesResolver {
  @FieldResolver(() => [SharingRule], { description: "The rules that let data be passed on for it." })
  sharingRules(@Root() purpose: ProcessingPurpose): SharingRule[] {
    return sharingRulesWhere(purpose, (rule) => rule.purpose === purpose.key);
  }

  @FieldResolver(() => [ProcessingActivity], { description: "The processing activities that serve it." })
  activities(@Root() purpose: ProcessingPurpose): ProcessingActivity[] {
    return activitiesWhere(purpose, ({ purposes }) => purposes.includes(purpose.key));
  }
}

@Resolver(() => DataCategory)
export class CategoryReferencesResolver {
  @FieldResolver(() => [SharingRule], {
    description: "The rules that let it be passed on; a rule for a category above it counts.",
  })
  sharingRules(@Root() category: DataCategory): SharingRule[] {
    return sharingRulesWhere(category, ({ categories }) => includes(categories, category));
  }

  @FieldResolver(() => [ProcessingActivity], {
    description: "The processing activities that use it; one that uses a category above it counts.",
  })
  activities(@Root() category: DataCategory): ProcessingActivity[] {
    return activitiesWhere(category, ({ categories }) => includes(categories, category));
  }

  @FieldResolver(() => [RetentionRule], {
    description: "The rules that say how long it is kept; a rule for a category above it counts.",
  })
  retentionRules(@Root() category: DataCategory): RetentionRule[] {
    const { snapshot } = category;
    return snapshot.document.retentionRules
      .filter(({ categories }) => includes(categories, category))
      .map((rule) => new RetentionRule(snapshot, rule));
  }
}

/** Whether one of the keys is the category's own or that of a category above it. */
function includes(keys: readonly string[], { key }: DataCategory): boolean {
  return keys.some((each) => key === each || key.startsWith(`${each}.`));
}
