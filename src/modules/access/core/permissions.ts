/** Roles and what each may do. The table below is the whole of it: a permission not named for a role is refused. */

export const PERMISSIONS = [
  "READ_DATA_MAP",
  "WRITE_DATA_MAP",
  "RECORD_DISCLOSURES",
  "READ_DISCLOSURES",
  "RECORD_SUBJECT_FACTS",
  "LOOK_UP_DATA_SUBJECTS",
  "REVIEW_AUTHORITY_REQUESTS",
  "ACKNOWLEDGE_FINDINGS",
  "OPEN_RIGHTS_REQUESTS",
  "READ_RIGHTS_REQUESTS",
  "HANDLE_RIGHTS_REQUESTS",
  "RECORD_DESTRUCTIONS",
  "REPORT_NOTIFICATIONS",
  "REVEAL_REFERENCES",
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
    "RECORD_SUBJECT_FACTS",
    "LOOK_UP_DATA_SUBJECTS",
    "REVIEW_AUTHORITY_REQUESTS",
    "ACKNOWLEDGE_FINDINGS",
    "OPEN_RIGHTS_REQUESTS",
    "READ_RIGHTS_REQUESTS",
    "HANDLE_RIGHTS_REQUESTS",
    "RECORD_DESTRUCTIONS",
    "REPORT_NOTIFICATIONS",
  ],
  INTEGRATION: [
    "READ_DATA_MAP",
    "RECORD_DISCLOSURES",
    "RECORD_SUBJECT_FACTS",
    "OPEN_RIGHTS_REQUESTS",
    "REPORT_NOTIFICATIONS",
  ],
  REPORTER: ["READ_DATA_MAP", "READ_DISCLOSURES"],
  AUDITOR: ["READ_DATA_MAP", "READ_DISCLOSURES", "READ_RIGHTS_REQUESTS"],
};

export function permissionsOf(role: Role): ReadonlySet<Permission> {
  return new Set(GRANTED[role]);
}
