/** Roles and what each may do. The table below is the whole of it: a permission not named for a role is refused. */

export const PERMISSIONS = [
  "READ_DATA_MAP",
  "WRITE_DATA_MAP",
  "RECORD_DISCLOSURES",
  "READ_DISCLOSURES",
  "READ_OWN_DISCLOSURES",
  "READ_OWN_STATISTICS",
  "READ_STATISTICS",
  "RECORD_SUBJECT_FACTS",
  "LOOK_UP_DATA_SUBJECTS",
  "REVIEW_AUTHORITY_REQUESTS",
  "ACKNOWLEDGE_FINDINGS",
  "OPEN_RIGHTS_REQUESTS",
  "READ_RIGHTS_REQUESTS",
  "HANDLE_RIGHTS_REQUESTS",
  "RECORD_DESTRUCTIONS",
  "REPORT_NOTIFICATIONS",
  "GIVE_ACCOUNTINGS",
  "READ_LEDGER",
  "REVEAL_REFERENCES",
  "READ_LOOK_UPS",
  "MANAGE_API_KEYS",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const ROLES = ["ADMIN", "ANALYST", "INTEGRATION", "REPORTER", "AUDITOR"] as const;
export type Role = (typeof ROLES)[number];

const GRANTED: Readonly<Record<Role, readonly Permission[]>> = {
  ADMIN: PERMISSIONS,
  ANALYST: [
    "READ_DATA_MAP",
    "WRITE_DATA_MAP",
    "RECORD_DISCLOSURES",
    "READ_DISCLOSURES",
    "READ_STATISTICS",
    "RECORD_SUBJECT_FACTS",
    "LOOK_UP_DATA_SUBJECTS",
    "REVIEW_AUTHORITY_REQUESTS",
    "ACKNOWLEDGE_FINDINGS",
    "OPEN_RIGHTS_REQUESTS",
    "READ_RIGHTS_REQUESTS",
    "HANDLE_RIGHTS_REQUESTS",
    "RECORD_DESTRUCTIONS",
    "REPORT_NOTIFICATIONS",
    "GIVE_ACCOUNTINGS",
    "READ_LEDGER",
  ],
  INTEGRATION: [
    "READ_DATA_MAP",
    "RECORD_DISCLOSURES",
    "RECORD_SUBJECT_FACTS",
    "OPEN_RIGHTS_REQUESTS",
    "REPORT_NOTIFICATIONS",
  ],
  REPORTER: ["READ_DATA_MAP", "READ_STATISTICS"],
  AUDITOR: [
    "READ_DATA_MAP",
    "READ_DISCLOSURES",
    "READ_STATISTICS",
    "READ_RIGHTS_REQUESTS",
    "READ_LEDGER",
    "READ_LOOK_UPS",
  ],
};

/** What is left of a role for a key that is bound to recipients or purposes: nothing that tells of others, or of users. */
const GRANTED_WITHIN_SCOPE: Readonly<Partial<Record<Role, readonly Permission[]>>> = {
  INTEGRATION: ["RECORD_DISCLOSURES", "READ_OWN_DISCLOSURES", "READ_OWN_STATISTICS", "REPORT_NOTIFICATIONS"],
  REPORTER: ["READ_OWN_STATISTICS"],
};

export function permissionsOf(role: Role, isBound = false): ReadonlySet<Permission> {
  return new Set(isBound ? GRANTED_WITHIN_SCOPE[role] : GRANTED[role]);
}
