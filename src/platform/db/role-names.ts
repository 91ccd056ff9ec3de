import type { DataSource } from "typeorm";

/** A name that PostgreSQL keeps no longer than this. */
const ROLE_BYTES_MAX = 63;

/** The role that the API's becomes for whoever may see some rows only. It logs in nowhere; see `row-scope.ts`. */
export function scopedRoleOf(apiRole: string): string {
  return named(apiRole, "_scoped");
}

/** The role that the API's becomes to change or take out what holds persons. It logs in nowhere; see `eraser.ts`. */
export function eraserRoleOf(apiRole: string): string {
  return named(apiRole, "_eraser");
}

/** The role of report tools. It logs in nowhere, and the API's is no member of it. */
export function readerRoleOf(apiRole: string): string {
  return named(apiRole, "_reader");
}

/** The role that a data source logs in as. */
export function roleOfDataSource({ options }: DataSource): string {
  return roleOfUrl(("url" in options ? options.url : undefined) ?? "");
}

/** The role that a database's address logs in as. */
export function roleOfUrl(url: string): string {
  return decodeURIComponent(new URL(url).username);
}

function named(apiRole: string, suffix: string): string {
  const role = apiRole + suffix;
  if (Buffer.byteLength(role) > ROLE_BYTES_MAX) {
    throw new Error(`The role "${apiRole}" has a name too long for another to be named after it.`);
  }
  return role;
}
