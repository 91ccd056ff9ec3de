import { DestructionResolver } from "../modules/retention/destruction.resolver.js";
import {
  DestructionsService,
  DueUsersService,
  RecordDestructionService,
  RetentionDueService,
  RetentionLoaders,
  UsersToDestroy,
} from "../modules/retention/index.js";
import { RetentionDueResolver } from "../modules/retention/retention-due.resolver.js";
import { RetentionResolver } from "../modules/retention/retention.resolver.js";
import { SubjectHandles } from "../modules/subjects/index.js";
import type { Made, Services } from "./services.js";

export function retentionResolvers(services: Services): Made[] {
  const { dataSource, clock, keys, dataMap, subjects, lists, facts } = services;
  const users = new DueUsersService(dataSource, clock, facts);
  const due = new RetentionDueService(dataSource, clock, dataMap, users, lists);
  const recording = new RecordDestructionService(
    dataSource,
    clock,
    dataMap,
    lists,
    new UsersToDestroy(clock, users, facts, lists),
  );
  const reading = new DestructionsService(dataSource, dataMap);
  const handles = new SubjectHandles(subjects);
  return [
    [RetentionResolver, new RetentionResolver(due, reading, recording, services.smallCells)],
    [RetentionDueResolver, new RetentionDueResolver(due, handles)],
    [DestructionResolver, new DestructionResolver(dataMap, keys, new RetentionLoaders(dataSource), handles)],
  ];
}
