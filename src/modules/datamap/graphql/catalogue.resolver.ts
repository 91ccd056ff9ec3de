import { Args, Query, Resolver } from "type-graphql";
import { badInput } from "../../../platform/errors.js";
import { readPageArgs } from "../../../platform/graphql/connection.js";
import type { Connection } from "../../../platform/graphql/connection.js";
import { pageByKey } from "../../../platform/graphql/page-by-key.js";
import { RequirePermission } from "../../access/index.js";
import { matchingRecipients } from "../core/recipient-search.js";
import type { DataMapSnapshot } from "../data-map-snapshot.js";
import { DataMapService } from "../data-map.service.js";
import { findView } from "./catalogue-entry.type.js";
import { EntryArgs, JurisdictionArgs, RecipientsArgs, RevisionArgs } from "./catalogue.input.js";
import type { RevisionChoice } from "./catalogue.input.js";
import { DataCategory } from "./data-category.type.js";
import { DataMap } from "./data-map.type.js";
import { Jurisdiction } from "./jurisdiction.type.js";
import { LegalGround } from "./legal-ground.type.js";
import { ProcessingPurpose } from "./processing-purpose.type.js";
import { Recipient, RecipientConnection } from "./recipient.type.js";

@Resolver()
export class CatalogueResolver {
  constructor(private readonly dataMaps: DataMapService) {}

  @RequirePermission("READ_DATA_MAP")
  @Query(() => DataMap, { description: "The whole data map: the newest revision, or the one chosen." })
  async dataMap(@Args(() => RevisionArgs) args: RevisionArgs): Promise<DataMap> {
    return new DataMap(await this.#snapshot(args));
  }

  @RequirePermission("READ_DATA_MAP")
  @Query(() => DataCategory, {
    nullable: true,
    description: "One kind of personal data; null where the key is unknown.",
  })
  async dataCategory(@Args(() => EntryArgs) args: EntryArgs): Promise<DataCategory | null> {
    return findView(DataCategory, await this.#snapshot(args), args.key);
  }

  @RequirePermission("READ_DATA_MAP")
  @Query(() => ProcessingPurpose, {
    nullable: true,
    description: "One purpose; null where the key is unknown.",
  })
  async processingPurpose(@Args(() => EntryArgs) args: EntryArgs): Promise<ProcessingPurpose | null> {
    return findView(ProcessingPurpose, await this.#snapshot(args), args.key);
  }

  @RequirePermission("READ_DATA_MAP")
  @Query(() => LegalGround, {
    nullable: true,
    description: "One legal ground; null where the key is unknown.",
  })
  async legalGround(@Args(() => EntryArgs) args: EntryArgs): Promise<LegalGround | null> {
    return findView(LegalGround, await this.#snapshot(args), args.key);
  }

  @RequirePermission("READ_DATA_MAP")
  @Query(() => Recipient, { nullable: true, description: "One recipient; null where the key is unknown." })
  async recipient(@Args(() => EntryArgs) args: EntryArgs): Promise<Recipient | null> {
    return findView(Recipient, await this.#snapshot(args), args.key);
  }

  @RequirePermission("READ_DATA_MAP")
  @Query(() => Jurisdiction, {
    nullable: true,
    description: "One country; null where the data map does not name it.",
  })
  async jurisdiction(@Args(() => JurisdictionArgs) args: JurisdictionArgs): Promise<Jurisdiction | null> {
    return findView(Jurisdiction, await this.#snapshot(args), args.code);
  }

  @RequirePermission("READ_DATA_MAP")
  @Query(() => RecipientConnection, { description: "Recipients, ordered by key, page by page." })
  async recipients(@Args(() => RecipientsArgs) args: RecipientsArgs): Promise<Connection<Recipient>> {
    const request = readPageArgs(args);
    const snapshot = await this.#snapshot(args);
    const entries = matchingRecipients(snapshot.document.recipients, args.filter ?? {});
    const views = entries.map((entry) => new Recipient(snapshot, entry));
    return new RecipientConnection(pageByKey("recipients", views, request));
  }

  /** Throws BAD_USER_INPUT where the choice is double, NOT_FOUND where there is no such revision. */
  async #snapshot({ at, revision }: RevisionChoice): Promise<DataMapSnapshot> {
    if (at != null && revision != null) {
      throw badInput([{ field: "revision", message: "Give either at or revision, not both." }]);
    }
    if (at != null) return this.dataMaps.inForceAt(at);
    if (revision != null) return this.dataMaps.revision(revision);
    return this.dataMaps.current();
  }
}
