import { ForwardOnlyMigration } from "../src/platform/db/forward-only-migration.js";

/**
 * Row-level security where bound keys saw whole tables: which recipients there are, lists of users, and the requests of users whose last
 * report they make. Beside it, what they may add or change there: a fact about a user, or a step of a request, only where it follows by
 * itself from what they do.
 *
 * No row is read or written: a policy is an entry in the catalogue. Other roles pass as they do by the earlier ones.
 */

/** Each is asked once a statement, for it stands in a query of its own, and not once a row. */
const ANYBODY_ELSE = "(SELECT right(current_user, 7) <> '_scoped')";
const RECIPIENTS = "(SELECT string_to_array(current_setting('registry.recipients', true), ','))::text[]";

/** What a bound key sees of a table, and where it adds or changes rows, what these must be beside that. */
interface Narrowed {
  readonly seen: string;
  readonly written?: string;
}

/** Of a request of a user: one of the recipients was told of it. They are named, though the other table shows no others, for its index. */
const wasToldOf = (request: string) =>
  `EXISTS (SELECT FROM recipient_notification n WHERE n.request_id = ${request} AND n.recipient = ANY (${RECIPIENTS}))`;

const NARROWED: Readonly<Record<string, Narrowed>> = {
  recipient: {
    seen: `current_setting('registry.recipients', true) = '*' OR key = ANY (${RECIPIENTS})`,
  },
  // A list is its sender's alone, whoever else is bound to the same recipients.
  subject_list: { seen: "created_by = current_setting('registry.key', true)" },
  // What is known of a user decides what may go to anybody. A user who was erased and comes up again is the only fact that follows.
  subject_fact: { seen: "true", written: "kind = 'ERASURE' AND recorded_by = 'registry'" },
  rights_request: { seen: wasToldOf("rights_request.id") },
  rights_request_standing: {
    seen: wasToldOf("rights_request_standing.request_id"),
    written: "status = 'DONE'",
  },
  rights_request_step: {
    seen: wasToldOf("rights_request_step.request_id"),
    written: "step = 'RECIPIENTS_TOLD' AND recorded_by IS NULL",
  },
  // Whether all are told is seen of all of a request's; changed is one's own.
  recipient_notification_standing: {
    seen: wasToldOf("recipient_notification_standing.request_id"),
    written: `EXISTS (SELECT FROM recipient_notification n
                       WHERE n.request_id = recipient_notification_standing.request_id
                         AND n.id = recipient_notification_standing.notification_id)`,
  },
};

export class NarrowerRowScopes1763800000029 extends ForwardOnlyMigration {
  readonly name = "NarrowerRowScopes1763800000029";
  protected readonly statements = [
    ...Object.entries(NARROWED).flatMap(([table, { seen, written }]) => [
      `CREATE POLICY row_scope ON ${table} USING (${ANYBODY_ELSE} OR ${seen})
         ${written ? `WITH CHECK (${ANYBODY_ELSE} OR (${seen}) AND ${written})` : ""}`,
      `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
    ]),
    // It shows what it did. The others look into this table for each of their rows.
    `ALTER POLICY row_scope ON recipient_notification USING (${ANYBODY_ELSE} OR recipient = ANY (${RECIPIENTS}))`,
  ];
}
