/** Stands in for the module of this name: every field begins. */

export * from "../../../src/platform/graphql/limits/request-time.js";

export function stopLateFields(): void {}
