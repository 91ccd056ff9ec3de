import { Column, Entity, PrimaryColumn } from "typeorm";

/**
 * Projections of the newest revision's document: one table per kind of entry, for foreign keys and SQL joins.
 *
 * The document says everything; a projection holds only what a join needs. A retired entry keeps its row.
 */
abstract class ProjectedEntity {
  @Column({ type: "text" })
  name!: string;

  /** The revision that first had the entry. */
  @Column({ name: "first_revision", type: "integer" })
  firstRevision!: number;
}

abstract class KeyedEntity extends ProjectedEntity {
  @PrimaryColumn({ type: "text" })
  key!: string;

  @Column({ name: "retired_on", type: "date", nullable: true })
  retiredOn!: string | null;
}

abstract class KindedEntity extends KeyedEntity {
  @Column({ type: "text" })
  kind!: string;
}

@Entity("subject_kind")
export class SubjectKindEntity extends KeyedEntity {}

@Entity("collection_channel")
export class CollectionChannelEntity extends KindedEntity {}

@Entity("data_category")
export class DataCategoryEntity extends KeyedEntity {}

@Entity("processing_purpose")
export class ProcessingPurposeEntity extends KeyedEntity {}

@Entity("legal_ground")
export class LegalGroundEntity extends KindedEntity {}

@Entity("jurisdiction")
export class JurisdictionEntity extends ProjectedEntity {
  @PrimaryColumn({ type: "text" })
  code!: string;

  @Column({ name: "retired_on", type: "date", nullable: true })
  retiredOn!: string | null;
}

@Entity("safeguard")
export class SafeguardEntity extends KindedEntity {}

@Entity("security_measure")
export class SecurityMeasureEntity extends KindedEntity {}

@Entity("service_type")
export class ServiceTypeEntity extends KeyedEntity {}

@Entity("recipient")
export class RecipientEntity extends KindedEntity {
  @Column({ type: "text" })
  jurisdiction!: string;
}

@Entity("agreement")
export class AgreementEntity extends KeyedEntity {
  @Column({ type: "text" })
  recipient!: string;
}

@Entity("sharing_rule")
export class SharingRuleEntity extends KeyedEntity {}

@Entity("data_store")
export class DataStoreEntity extends KeyedEntity {
  @Column({ type: "text" })
  country!: string;
}

@Entity("retention_rule")
export class RetentionRuleEntity extends KeyedEntity {}

@Entity("processing_activity")
export class ProcessingActivityEntity extends KeyedEntity {}

@Entity("impediment")
export class ImpedimentEntity extends KeyedEntity {}

@Entity("rights_rule")
export class RightsRuleEntity extends KeyedEntity {
  @Column({ name: "request_kind", type: "text" })
  requestKind!: string;
}

@Entity("intake_rule")
export class IntakeRuleEntity extends KeyedEntity {}

/** `name` is the title of the published text. */
@Entity("policy_version")
export class PolicyVersionEntity extends ProjectedEntity {
  @PrimaryColumn({ type: "integer" })
  number!: number;

  @Column({ name: "effective_from", type: "date" })
  effectiveFrom!: string;
}
