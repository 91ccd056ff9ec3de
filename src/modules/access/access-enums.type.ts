import { registerEnumType } from "type-graphql";
import { PERMISSIONS, ROLES } from "./core/permissions.js";

function enumOf<Name extends string>(names: readonly Name[]): { [Each in Name]: Each } {
  return Object.fromEntries(names.map((name) => [name, name])) as { [Each in Name]: Each };
}

export const RoleEnum = enumOf(ROLES);
registerEnumType(RoleEnum, {
  name: "Role",
  description: "What a key, or a person who has signed in, may do.",
  valuesConfig: {
    ADMIN: { description: "Everything, the making, rotating and revoking of keys included." },
    ANALYST: {
      description:
        "Compliance analysts: keep the data map, read everything, look users up by reference, record and amend.",
    },
    INTEGRATION: {
      description: "Partner code: record and amend disclosures, and read back what a call answers.",
    },
    REPORTER: {
      description:
        "Report generators: read the data map and counts, but none of a few users; no disclosure and no user.",
    },
    AUDITOR: { description: "Auditors: read the data map, all facts and the ledger; no look-up of a user." },
  },
});

export const PermissionEnum = enumOf(PERMISSIONS);
registerEnumType(PermissionEnum, {
  name: "Permission",
  description: "One thing a role may do; an error FORBIDDEN names the one that is missing.",
  valuesConfig: {
    READ_DATA_MAP: { description: "Read the data map, in all its revisions." },
    WRITE_DATA_MAP: {
      description: "Change the data map: apply a whole one, or change its entries; publish policy versions.",
    },
    RECORD_DISCLOSURES: {
      description:
        "Record and amend disclosures, ask before a transfer whether it may take place, and register the demands that disclosures answer.",
    },
    RECORD_SUBJECT_FACTS: {
      description: "Record consents, withdrawals, ends of agreements, and restrictions of users.",
    },
    READ_DISCLOSURES: {
      description: "Read recorded disclosures and the opaque handles of the users they cover.",
    },
    READ_OWN_DISCLOSURES: {
      description: "Read the recorded disclosures that a bound key is bound to, without what they led to.",
    },
    READ_OWN_STATISTICS: { description: "Have the disclosures counted that a bound key is bound to." },
    READ_STATISTICS: {
      description:
        "Read counts of disclosures, findings and users. Without READ_DISCLOSURES no count of few users is shown.",
    },
    LOOK_UP_DATA_SUBJECTS: { description: "Look a user up by the platform's reference." },
    REVIEW_AUTHORITY_REQUESTS: {
      description:
        "Find whether a demand of an authority complies with the law, and suspend accountings as it asks.",
    },
    ACKNOWLEDGE_FINDINGS: { description: "Note that a finding was taken notice of, and what is made of it." },
    OPEN_RIGHTS_REQUESTS: { description: "Take in what users ask for by right." },
    READ_RIGHTS_REQUESTS: {
      description: "Read rights requests, what was done about them, and by when it is due.",
    },
    HANDLE_RIGHTS_REQUESTS: {
      description: "Confirm who asks, note impediments, and decide rights requests.",
    },
    RECORD_DESTRUCTIONS: { description: "Record that data were destroyed because their time had run out." },
    REPORT_NOTIFICATIONS: {
      description:
        "Report what became of the telling of recipients. Partner code does so for the recipients for whom its key acts, and reads their notifications.",
    },
    GIVE_ACCOUNTINGS: {
      description: "Give users accountings of their data, and see which were given.",
    },
    READ_LEDGER: {
      description: "Read the ledger: its checkpoints, entries and tiles, receipts and proofs.",
    },
    REVEAL_REFERENCES: { description: "Read a user's sealed reference, where the operator keeps them." },
    READ_LOOK_UPS: { description: "Read who looked users up, when and how." },
    MANAGE_API_KEYS: { description: "Make, list, rotate and revoke API keys; list people, end sign-ins." },
  },
});
