import { ForwardOnlyMigration } from "../src/platform/db/forward-only-migration.js";

/**
 * What users ask for by right, and what was done about it. The request and each step of its course are facts, which name nobody.
 * Whose request it is stands apart, by pseudonym, so that it can be erased and nothing leads from the request to the user's number.
 */
export class RightsRequests1763800000017 extends ForwardOnlyMigration {
  readonly name = "RightsRequests1763800000017";
  protected readonly statements = [
    `CREATE TABLE rights_request (
       id uuid CONSTRAINT rights_request_pk PRIMARY KEY,
       received_at timestamptz(3) NOT NULL,
       recorded_at timestamptz(3) NOT NULL DEFAULT now(),
       recorded_by text NOT NULL,
       revision integer NOT NULL CONSTRAINT rights_request_revision REFERENCES data_map_revision (number),
       kind text NOT NULL CONSTRAINT rights_request_kind CHECK (kind IN
         ('ACCESS','RECTIFICATION','BLOCKING','ERASURE','CONSENT_WITHDRAWAL','REFUSAL_OF_USE','COMPLAINT')),
       channel text CONSTRAINT rights_request_channel REFERENCES collection_channel (key),
       form text NOT NULL CONSTRAINT rights_request_form CHECK (form IN ('WRITTEN','ORAL')),
       in_due_form boolean NOT NULL,
       form_problems text[] NOT NULL,
       categories text[] NOT NULL,
       purposes text[] NOT NULL,
       legal_ground text CONSTRAINT rights_request_legal_ground REFERENCES legal_ground (key),
       free_text_commitments jsonb NOT NULL,
       CONSTRAINT rights_request_form_problems CHECK (in_due_form = (cardinality(form_problems) = 0)
         AND form_problems <@ '{OTHER_ADDRESS,OTHER_SUBJECT_LINE,CHANNEL_NOT_ADMITTED,NOT_IN_WRITING}')
     )`,
    `CREATE INDEX rights_request_by_received ON rights_request (received_at, id)`,
    // Taken by somebody, or by the registry itself where recorded_by is null.
    `CREATE TABLE rights_request_step (
       request_id uuid NOT NULL,
       number integer NOT NULL CONSTRAINT rights_request_step_number CHECK (number >= 1),
       id uuid NOT NULL,
       recorded_at timestamptz(3) NOT NULL DEFAULT now(),
       recorded_by text,
       step text NOT NULL CONSTRAINT rights_request_step_step CHECK (step IN
         ('IDENTITY_CONFIRMED','IMPEDIMENT_NOTED','IMPEDIMENT_LIFTED','DECIDED','ANSWERED','RECIPIENTS_TOLD','PERSON_ERASED')),
       detail jsonb NOT NULL,
       free_text_commitments jsonb NOT NULL,
       CONSTRAINT rights_request_step_pk PRIMARY KEY (request_id, number)
     )`,
    // Where a request stands by now. Each step locks its row, so that of two at once the second sees the first.
    `CREATE TABLE rights_request_standing (
       request_id uuid CONSTRAINT rights_request_standing_pk PRIMARY KEY,
       status text NOT NULL CONSTRAINT rights_request_standing_status CHECK (status IN
         ('RECEIVED','KEPT','IDENTITY_CONFIRMED','DECIDED','DONE')),
       due_on date,
       awaits_calendar boolean NOT NULL,
       CONSTRAINT rights_request_standing_due CHECK (due_on IS NULL OR NOT awaits_calendar)
     )`,
    `CREATE INDEX rights_request_standing_open ON rights_request_standing (due_on)
       WHERE status IN ('RECEIVED','IDENTITY_CONFIRMED','DECIDED')`,
    `CREATE INDEX rights_request_standing_undated ON rights_request_standing (request_id) WHERE awaits_calendar`,
    `CREATE TABLE rights_request_person (
       request_id uuid CONSTRAINT rights_request_person_pk PRIMARY KEY,
       pseudonym bytea NOT NULL CONSTRAINT rights_request_person_pseudonym CHECK (length(pseudonym) = 16),
       sealed bytea
     )`,
    `CREATE INDEX rights_request_person_by_pseudonym ON rights_request_person (pseudonym)`,
  ];
}
