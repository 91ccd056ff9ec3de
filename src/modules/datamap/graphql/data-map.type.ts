import { Field, Int, ObjectType } from "type-graphql";
import { DateTime } from "../../../platform/graphql/scalars.js";
import { RequirePermission } from "../../access/index.js";
import type { DataMapSnapshot } from "../data-map-snapshot.js";
import { Agreement } from "./agreement.type.js";
import { allViews } from "./catalogue-entry.type.js";
import { Channel } from "./channel.type.js";
import { Controller } from "./controller.type.js";
import { DataCategory } from "./data-category.type.js";
import { DataStore } from "./data-store.type.js";
import { Impediment } from "./impediment.type.js";
import { IntakeRule } from "./intake-rule.type.js";
import { Jurisdiction } from "./jurisdiction.type.js";
import { LegalGround } from "./legal-ground.type.js";
import { PolicyVersion } from "./policy-version.type.js";
import { ProcessingActivity } from "./processing-activity.type.js";
import { ProcessingPurpose } from "./processing-purpose.type.js";
import { Recipient } from "./recipient.type.js";
import { RetentionRule } from "./retention-rule.type.js";
import { RightsRule } from "./rights-rule.type.js";
import { Safeguard } from "./safeguard.type.js";
import { SecurityMeasure } from "./security-measure.type.js";
import { ServiceType } from "./service-type.type.js";
import { SharingRule } from "./sharing-rule.type.js";
import { SubjectKind } from "./subject-kind.type.js";

@RequirePermission("READ_DATA_MAP")
@ObjectType({
  description:
    "One revision of the data map: which personal data the controller processes, why, on what ground, and who may receive them. " +
    "Its lists hold retired entries too, in the order of the document.",
})
export class DataMap {
  constructor(
    /** Resolvers that add fields read it. No field of the schema. */
    readonly snapshot: DataMapSnapshot,
  ) {}

  @Field(() => Int, { description: "Number of the revision; a revision never changes." })
  get revision(): number {
    return this.snapshot.revision;
  }

  @Field(() => DateTime, {
    nullable: true,
    description: "From when it applies; null for the first one, which applies from the beginning of time.",
  })
  get effectiveFrom(): Date | null {
    return this.snapshot.effectiveFrom;
  }

  @Field(() => DateTime, { description: "When it was stored." })
  get appliedAt(): Date {
    return this.snapshot.appliedAt;
  }

  @Field(() => String, { description: "Who stored it." })
  get appliedBy(): string {
    return this.snapshot.appliedBy;
  }

  @Field(() => String, { description: "What was said of it when it was stored." })
  get message(): string {
    return this.snapshot.message;
  }

  @Field(() => Controller, { description: "The organisation that keeps this registry." })
  get controller(): Controller {
    return new Controller(this.snapshot);
  }

  @Field(() => [PolicyVersion], { description: "The published privacy notices." })
  get policyVersions(): PolicyVersion[] {
    return this.snapshot.document.policyVersions.map((version) => new PolicyVersion(this.snapshot, version));
  }

  @Field(() => [SubjectKind], { description: "Kinds of users whose data are processed." })
  get subjectKinds(): SubjectKind[] {
    return allViews(SubjectKind, this.snapshot);
  }

  @Field(() => [Channel], { description: "Ways by which data of users are received or sent." })
  get channels(): Channel[] {
    return allViews(Channel, this.snapshot);
  }

  @Field(() => [DataCategory], {
    description: "Every kind of personal data; those without a parent are the top of the tree.",
  })
  get categories(): DataCategory[] {
    return allViews(DataCategory, this.snapshot);
  }

  @Field(() => [ProcessingPurpose], { description: "Why data are processed." })
  get purposes(): ProcessingPurpose[] {
    return allViews(ProcessingPurpose, this.snapshot);
  }

  @Field(() => [LegalGround], { description: "What makes processing lawful." })
  get legalGrounds(): LegalGround[] {
    return allViews(LegalGround, this.snapshot);
  }

  @Field(() => [Jurisdiction], { description: "Countries that the map names." })
  get jurisdictions(): Jurisdiction[] {
    return allViews(Jurisdiction, this.snapshot);
  }

  @Field(() => [Safeguard], { description: "What protects data that cross a border." })
  get safeguards(): Safeguard[] {
    return allViews(Safeguard, this.snapshot);
  }

  @Field(() => [SecurityMeasure], { description: "What is done to keep data safe." })
  get securityMeasures(): SecurityMeasure[] {
    return allViews(SecurityMeasure, this.snapshot);
  }

  @Field(() => [ServiceType], { description: "Kinds of service that service providers render." })
  get serviceTypes(): ServiceType[] {
    return allViews(ServiceType, this.snapshot);
  }

  @Field(() => [Recipient], {
    description: "Partners that can receive data. `Query.recipients` gives them page by page and filtered.",
  })
  get recipients(): Recipient[] {
    return allViews(Recipient, this.snapshot);
  }

  @Field(() => [Agreement], { description: "Contracts and instruments with recipients." })
  get agreements(): Agreement[] {
    return allViews(Agreement, this.snapshot);
  }

  @Field(() => [SharingRule], { description: "Which categories may go to whom, why, and on what ground." })
  get sharingRules(): SharingRule[] {
    return allViews(SharingRule, this.snapshot);
  }

  @Field(() => [DataStore], { description: "Databases and archives in which data are kept." })
  get dataStores(): DataStore[] {
    return allViews(DataStore, this.snapshot);
  }

  @Field(() => [RetentionRule], { description: "How long data are kept, from when, and why." })
  get retentionRules(): RetentionRule[] {
    return allViews(RetentionRule, this.snapshot);
  }

  @Field(() => [ProcessingActivity], { description: "The record of processing activities." })
  get activities(): ProcessingActivity[] {
    return allViews(ProcessingActivity, this.snapshot);
  }

  @Field(() => [Impediment], { description: "Circumstances in which a right may not be used." })
  get impediments(): Impediment[] {
    return allViews(Impediment, this.snapshot);
  }

  @Field(() => [RightsRule], { description: "What users may ask for, and in what time they are answered." })
  get rightsRules(): RightsRule[] {
    return allViews(RightsRule, this.snapshot);
  }

  @Field(() => [IntakeRule], { description: "How requests must be sent in order to be considered." })
  get intakeRules(): IntakeRule[] {
    return allViews(IntakeRule, this.snapshot);
  }
}
