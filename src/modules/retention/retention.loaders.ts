import type { DataSource } from "typeorm";
import { findFreeTexts } from "../../platform/erasable-text/free-text.repository.js";
import type { LoaderDefinition } from "../../platform/graphql/loaders.js";
import { SliceLoaders } from "../subjects/index.js";
import { listDestructionMembers } from "./destruction-members.repository.js";

/** What fields about destructions fetch: one statement each, however many are shown. */
export class RetentionLoaders {
  readonly textsById: LoaderDefinition<string, Readonly<Record<string, string>>>;
  readonly members: SliceLoaders;

  constructor({ manager }: DataSource) {
    this.textsById = { name: "destructionTexts", batch: (ids) => findFreeTexts(manager, ids) };
    this.members = new SliceLoaders((ids, slice) => listDestructionMembers(manager, ids, slice));
  }
}
