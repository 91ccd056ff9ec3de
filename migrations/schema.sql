-- The schema after all migrations, generated: what a reviewer reads to see a migration's effect.
-- After a change: UPDATE_SNAPSHOTS=1 npm test -- test/contract/schema-snapshot.test.ts

CREATE SEQUENCE schema_migration_id_seq AS integer START 1 INCREMENT 1;

CREATE OR REPLACE FUNCTION blind_agreements(erased bigint)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO current_schema, 'pg_temp'
AS $function$
DECLARE
  own_segment integer := erased / 4096;
  own_slot smallint := erased % 4096;
  salt bytea := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
  touched integer;
BEGIN
  IF NOT EXISTS (SELECT FROM subject_fact_member m JOIN subject_fact f ON f.id = m.fact_id
                  WHERE m.segment = own_segment AND m.slot = own_slot AND f.kind = 'ERASURE') THEN
    RETURN 0;
  END IF;
  UPDATE subject_fact AS own
     SET agreement = substring(sha256(salt || own.agreement) FOR length(own.agreement))
   WHERE own.id = ANY (ARRAY(SELECT m.fact_id FROM subject_fact_member m
                              WHERE m.segment = own_segment AND m.slot = own_slot))
     AND own.subject_count = 1 AND own.agreement IS NOT NULL
     AND NOT EXISTS (SELECT FROM subject_fact_member m JOIN subject_fact shared ON shared.id = m.fact_id
                      WHERE m.segment = own_segment AND m.slot IN (own_slot, -1)
                        AND shared.subject_count > 1 AND shared.agreement = own.agreement);
  GET DIAGNOSTICS touched = ROW_COUNT;
  RETURN touched;
END $function$;
GRANT EXECUTE ON FUNCTION blind_agreements TO eraser;

CREATE OR REPLACE FUNCTION compact_coverage_partition(of_month timestamp with time zone)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET lock_timeout TO '500ms'
 SET search_path TO current_schema, 'pg_temp'
AS $function$
DECLARE
  month timestamptz := date_trunc('month', of_month, 'UTC');
  bounds uuid[] := ARRAY[first_uuid_of(month),
                         first_uuid_of((month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC')];
  partition text := to_char(month AT TIME ZONE 'UTC', '"coverage_"YYYY_MM');
  copy text := partition || '_compact';
  equal boolean;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_inherits WHERE inhparent = 'coverage'::regclass AND inhrelid = to_regclass(partition))
     OR obj_description(to_regclass(partition), 'pg_class') IS NOT NULL THEN
    RETURN 'NOTHING';
  END IF;
  EXECUTE format('LOCK TABLE %I IN SHARE MODE', partition);
  IF to_regclass(copy) IS NULL THEN
    EXECUTE format('CREATE TABLE %I (LIKE coverage INCLUDING CONSTRAINTS)', copy);
    EXECUTE format('INSERT INTO %I SELECT * FROM %I ORDER BY segment, slot, disclosure_id', copy, partition);
    EXECUTE format('ALTER TABLE %I ADD PRIMARY KEY (segment, slot, disclosure_id) WITH (fillfactor = 100)', copy);
    EXECUTE format('CREATE INDEX ON %I (disclosure_id) WITH (fillfactor = 100)', copy);
    -- What attaching would otherwise have to read all rows for.
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT coverage_month CHECK (disclosure_id >= %L AND disclosure_id < %L)',
                   copy, bounds[1], bounds[2]);
    EXECUTE format('ANALYZE %I', copy);
    EXECUTE format('COMMENT ON TABLE %I IS %L', copy, to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
    RETURN 'COPIED';
  END IF;
  IF obj_description(to_regclass(copy), 'pg_class')::timestamptz > now() - interval '10 minutes' THEN
    RETURN 'COPY_TOO_FRESH';
  END IF;
  -- Rows are only ever added, so equal counts are equal rows.
  EXECUTE format('SELECT (SELECT count(*) FROM %I) = (SELECT count(*) FROM %I)', partition, copy) INTO equal;
  IF NOT equal THEN
    EXECUTE format('DROP TABLE %I', copy);
    RETURN 'COPY_OUTDATED';
  END IF;
  LOCK TABLE ONLY coverage IN ACCESS EXCLUSIVE MODE;
  EXECUTE format('ALTER TABLE coverage DETACH PARTITION %I', partition);
  EXECUTE format('DROP TABLE %I', partition);
  EXECUTE format('ALTER TABLE %I RENAME TO %I', copy, partition);
  EXECUTE format('ALTER TABLE coverage ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', partition, bounds[1], bounds[2]);
  EXECUTE format('ALTER TABLE %I DROP CONSTRAINT coverage_month', partition);
  RETURN 'COMPACTED';
END $function$;
GRANT EXECUTE ON FUNCTION compact_coverage_partition TO api;

CREATE OR REPLACE FUNCTION detach_coverage_partition(of_month timestamp with time zone)
 RETURNS text
 LANGUAGE plpgsql
 SET search_path TO current_schema, 'pg_temp'
AS $function$
DECLARE
  month timestamptz := date_trunc('month', of_month, 'UTC');
  partition text := to_char(month AT TIME ZONE 'UTC', '"coverage_"YYYY_MM');
BEGIN
  IF month + interval '1 month 32 days' > now() THEN
    RAISE EXCEPTION 'coverage of this month may still come in' USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  EXECUTE format('ALTER TABLE coverage DETACH PARTITION %I', partition);
  INSERT INTO coverage_detached (month) VALUES (month);
  RETURN partition;
END $function$;

CREATE OR REPLACE FUNCTION first_uuid_of(moment timestamp with time zone)
 RETURNS uuid
 LANGUAGE sql
 IMMUTABLE STRICT
 SET search_path TO current_schema, 'pg_temp'
AS $function$
  SELECT (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$function$;

CREATE OR REPLACE FUNCTION make_coverage_partitions(first timestamp with time zone, last timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO current_schema, 'pg_temp'
AS $function$
DECLARE
  month timestamptz := date_trunc('month', first, 'UTC');
  following timestamptz;
  partition text;
  made integer := 0;
BEGIN
  IF first IS NULL OR last IS NULL OR first > last OR first < '1970-01-01Z' OR last >= first + interval '10 years' THEN
    RAISE EXCEPTION 'not a period of at most ten years since 1970' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  WHILE month <= last LOOP
    following := (month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC';
    partition := to_char(month AT TIME ZONE 'UTC', '"coverage_"YYYY_MM');
    IF NOT EXISTS (SELECT FROM pg_inherits WHERE inhparent = 'coverage'::regclass AND inhrelid = to_regclass(partition)) THEN
      -- Taken by attaching anyhow: of two that make the same partition at once, the second waits here and finds it.
      LOCK TABLE ONLY coverage IN SHARE UPDATE EXCLUSIVE MODE;
      IF NOT EXISTS (SELECT FROM pg_inherits WHERE inhparent = 'coverage'::regclass AND inhrelid = to_regclass(partition)) THEN
        EXECUTE format('CREATE TABLE %I (LIKE coverage INCLUDING CONSTRAINTS)', partition);
        EXECUTE format('ALTER TABLE coverage ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                       partition, first_uuid_of(month), first_uuid_of(following));
        made := made + 1;
      END IF;
    END IF;
    month := following;
  END LOOP;
  RETURN made;
END $function$;
GRANT EXECUTE ON FUNCTION make_coverage_partitions TO api;
GRANT EXECUTE ON FUNCTION make_coverage_partitions TO scoped;

CREATE TABLE accounting_given (
  id uuid NOT NULL,
  given_at timestamp(3) with time zone NOT NULL,
  given_by text NOT NULL,
  request_id uuid,
  period_from timestamp(3) with time zone,
  period_to timestamp(3) with time zone,
  form text NOT NULL,
  recipients_as text NOT NULL,
  revision integer NOT NULL,
  complete_since timestamp(3) with time zone NOT NULL,
  entry_count integer NOT NULL,
  free_text_commitments jsonb NOT NULL,
  CONSTRAINT accounting_given_pk PRIMARY KEY (id),
  CONSTRAINT accounting_given_revision FOREIGN KEY (revision) REFERENCES data_map_revision(number),
  CONSTRAINT accounting_given_entry_count CHECK (entry_count >= 0),
  CONSTRAINT accounting_given_form CHECK (form = ANY (ARRAY['INDIVIDUAL'::text, 'GROUPED'::text])),
  CONSTRAINT accounting_given_period CHECK (period_from < period_to),
  CONSTRAINT accounting_given_recipients_as CHECK (recipients_as = ANY (ARRAY['NAMED'::text, 'CATEGORIES'::text]))
);
GRANT INSERT, SELECT ON accounting_given TO api;
GRANT SELECT ON accounting_given TO eraser;
GRANT SELECT ON accounting_given TO reader;

CREATE TABLE accounting_given_person (
  accounting_id uuid NOT NULL,
  pseudonym bytea NOT NULL,
  CONSTRAINT accounting_given_person_pk PRIMARY KEY (accounting_id),
  CONSTRAINT accounting_given_person_pseudonym CHECK (length(pseudonym) = ANY (ARRAY[16, 17]))
);
CREATE INDEX accounting_given_person_by_pseudonym ON accounting_given_person USING btree (pseudonym);
GRANT INSERT, SELECT ON accounting_given_person TO api;
GRANT DELETE, SELECT, UPDATE (pseudonym) ON accounting_given_person TO eraser;

CREATE TABLE accounting_suspension (
  id uuid NOT NULL,
  authority_request uuid NOT NULL,
  form text NOT NULL,
  received_at timestamp(3) with time zone NOT NULL,
  until_day date NOT NULL,
  recorded_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  recorded_by text NOT NULL,
  free_text_commitments jsonb NOT NULL,
  CONSTRAINT accounting_suspension_pk PRIMARY KEY (id),
  CONSTRAINT accounting_suspension_of FOREIGN KEY (authority_request) REFERENCES authority_request(id),
  CONSTRAINT accounting_suspension_form CHECK (form = ANY (ARRAY['WRITTEN'::text, 'ORAL'::text]))
);
CREATE UNIQUE INDEX accounting_suspension_by_request ON accounting_suspension USING btree (authority_request, until_day, form, received_at);
ALTER TABLE accounting_suspension ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON accounting_suspension AS PERMISSIVE FOR ALL TO api, eraser, sequencer USING (true);
CREATE POLICY row_scope ON accounting_suspension AS PERMISSIVE FOR ALL TO PUBLIC USING ("right"(CURRENT_USER::text, 7) <> '_scoped'::text OR (EXISTS ( SELECT FROM authority_request r WHERE r.id = accounting_suspension.authority_request)));
GRANT INSERT, SELECT ON accounting_suspension TO api;
GRANT SELECT ON accounting_suspension TO eraser;
GRANT SELECT ON accounting_suspension TO reader;

CREATE TABLE agreement (
  key text NOT NULL,
  name text NOT NULL,
  recipient text NOT NULL,
  first_revision integer NOT NULL,
  retired_on date,
  CONSTRAINT agreement_pk PRIMARY KEY (key),
  CONSTRAINT agreement_first_revision FOREIGN KEY (first_revision) REFERENCES data_map_revision(number),
  CONSTRAINT agreement_recipient FOREIGN KEY (recipient) REFERENCES recipient(key)
);
GRANT INSERT, SELECT, UPDATE (name), UPDATE (recipient), UPDATE (retired_on) ON agreement TO api;
GRANT SELECT ON agreement TO eraser;
GRANT SELECT ON agreement TO reader;

CREATE TABLE amendment (
  id uuid NOT NULL,
  amends uuid NOT NULL,
  kind text NOT NULL,
  recorded_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  recorded_by text NOT NULL,
  free_text_commitments jsonb NOT NULL,
  CONSTRAINT amendment_pk PRIMARY KEY (id),
  CONSTRAINT amendment_kind CHECK (kind = ANY (ARRAY['RESTATED'::text, 'VOIDED'::text]))
);
ALTER TABLE amendment ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON amendment AS PERMISSIVE FOR ALL TO api, eraser, sequencer USING (true);
CREATE POLICY row_scope ON amendment AS PERMISSIVE FOR ALL TO PUBLIC USING ("right"(CURRENT_USER::text, 7) <> '_scoped'::text OR (EXISTS ( SELECT FROM disclosure WHERE disclosure.id = amendment.amends)));
GRANT INSERT, SELECT ON amendment TO api;
GRANT INSERT, SELECT ON amendment TO scoped;
GRANT SELECT ON amendment TO eraser;
GRANT SELECT ON amendment TO reader;

CREATE TABLE api_key (
  id text NOT NULL,
  name text NOT NULL,
  role text NOT NULL,
  created_at timestamp(3) with time zone NOT NULL,
  created_by text,
  expires_at timestamp(3) with time zone,
  recipients text[] NOT NULL DEFAULT '{}'::text[],
  allowed_addresses jsonb,
  purposes text[],
  trusted_documents jsonb,
  CONSTRAINT api_key_pk PRIMARY KEY (id),
  CONSTRAINT api_key_allowed_addresses CHECK (jsonb_typeof(allowed_addresses) = 'array'::text AND allowed_addresses <> '[]'::jsonb),
  CONSTRAINT api_key_purposes CHECK (purposes IS NULL OR cardinality(purposes) > 0 AND (role = ANY (ARRAY['INTEGRATION'::text, 'REPORTER'::text]))),
  CONSTRAINT api_key_recipients CHECK (cardinality(recipients) = 0 OR (role = ANY (ARRAY['INTEGRATION'::text, 'REPORTER'::text]))),
  CONSTRAINT api_key_role CHECK (role = ANY (ARRAY['ADMIN'::text, 'ANALYST'::text, 'INTEGRATION'::text, 'REPORTER'::text, 'AUDITOR'::text])),
  CONSTRAINT api_key_trusted_documents CHECK (jsonb_typeof(trusted_documents) = 'array'::text AND trusted_documents <> '[]'::jsonb)
);
GRANT INSERT, SELECT ON api_key TO api;
GRANT SELECT ON api_key TO eraser;
GRANT SELECT ON api_key TO reader;

CREATE TABLE api_key_revocation (
  api_key_id text NOT NULL,
  revoked_at timestamp(3) with time zone NOT NULL,
  revoked_by text NOT NULL,
  CONSTRAINT api_key_revocation_pk PRIMARY KEY (api_key_id),
  CONSTRAINT api_key_revocation_of FOREIGN KEY (api_key_id) REFERENCES api_key(id)
);
GRANT INSERT, SELECT ON api_key_revocation TO api;
GRANT SELECT ON api_key_revocation TO eraser;
GRANT SELECT ON api_key_revocation TO reader;

CREATE TABLE api_key_secret (
  api_key_id text NOT NULL,
  number integer NOT NULL,
  secret_hash bytea NOT NULL,
  created_at timestamp(3) with time zone NOT NULL,
  created_by text,
  earlier_end_at timestamp(3) with time zone,
  CONSTRAINT api_key_secret_pk PRIMARY KEY (api_key_id, number),
  CONSTRAINT api_key_secret_of FOREIGN KEY (api_key_id) REFERENCES api_key(id),
  CONSTRAINT api_key_secret_first CHECK ((number = 1) = (earlier_end_at IS NULL)),
  CONSTRAINT api_key_secret_number CHECK (number >= 1)
);
CREATE UNIQUE INDEX api_key_secret_by_hash ON api_key_secret USING btree (secret_hash);
GRANT INSERT, SELECT ON api_key_secret TO api;
GRANT SELECT ON api_key_secret TO eraser;

CREATE TABLE api_key_use (
  api_key_id text NOT NULL,
  last_used_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT api_key_use_pk PRIMARY KEY (api_key_id),
  CONSTRAINT api_key_use_of FOREIGN KEY (api_key_id) REFERENCES api_key(id)
);
GRANT INSERT, SELECT, UPDATE (last_used_at) ON api_key_use TO api;
GRANT SELECT ON api_key_use TO eraser;

CREATE TABLE authority_request (
  id uuid NOT NULL,
  recipient text NOT NULL,
  document_date date NOT NULL,
  received_at timestamp(3) with time zone NOT NULL,
  recorded_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  recorded_by text NOT NULL,
  free_text_commitments jsonb NOT NULL,
  CONSTRAINT authority_request_pk PRIMARY KEY (id),
  CONSTRAINT authority_request_recipient FOREIGN KEY (recipient) REFERENCES recipient(key)
);
CREATE INDEX authority_request_by_received ON authority_request USING btree (received_at, id);
ALTER TABLE authority_request ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON authority_request AS PERMISSIVE FOR ALL TO api, eraser, sequencer USING (true);
CREATE POLICY row_scope ON authority_request AS PERMISSIVE FOR ALL TO PUBLIC USING ("right"(CURRENT_USER::text, 7) <> '_scoped'::text OR current_setting('registry.recipients'::text, true) = '*'::text OR (recipient = ANY (string_to_array(current_setting('registry.recipients'::text, true), ','::text))));
GRANT INSERT, SELECT ON authority_request TO api;
GRANT INSERT, SELECT ON authority_request TO scoped;
GRANT SELECT ON authority_request TO eraser;
GRANT SELECT ON authority_request TO reader;

CREATE TABLE authority_review (
  id uuid NOT NULL,
  authority_request uuid NOT NULL,
  number integer NOT NULL,
  lawful boolean NOT NULL,
  recorded_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  recorded_by text NOT NULL,
  free_text_commitments jsonb NOT NULL,
  CONSTRAINT authority_review_pk PRIMARY KEY (id),
  CONSTRAINT authority_review_of FOREIGN KEY (authority_request) REFERENCES authority_request(id),
  CONSTRAINT authority_review_number CHECK (number >= 1)
);
CREATE UNIQUE INDEX authority_review_by_request ON authority_review USING btree (authority_request, number);
ALTER TABLE authority_review ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON authority_review AS PERMISSIVE FOR ALL TO api, eraser, sequencer USING (true);
CREATE POLICY row_scope ON authority_review AS PERMISSIVE FOR ALL TO PUBLIC USING ("right"(CURRENT_USER::text, 7) <> '_scoped'::text OR (EXISTS ( SELECT FROM authority_request r WHERE r.id = authority_review.authority_request)));
GRANT INSERT, SELECT ON authority_review TO api;
GRANT SELECT (authority_request), SELECT (id), SELECT (lawful), SELECT (number) ON authority_review TO scoped;
GRANT SELECT ON authority_review TO eraser;
GRANT SELECT ON authority_review TO reader;

CREATE TABLE collection_channel (
  key text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  first_revision integer NOT NULL,
  retired_on date,
  CONSTRAINT collection_channel_pk PRIMARY KEY (key),
  CONSTRAINT collection_channel_first_revision FOREIGN KEY (first_revision) REFERENCES data_map_revision(number)
);
GRANT INSERT, SELECT, UPDATE (kind), UPDATE (name), UPDATE (retired_on) ON collection_channel TO api;
GRANT SELECT ON collection_channel TO eraser;
GRANT SELECT ON collection_channel TO reader;

CREATE TABLE coverage (
  segment integer NOT NULL,
  slot smallint NOT NULL,
  disclosure_id uuid NOT NULL,
  offsets smallint[],
  bitmap bit(4096),
  CONSTRAINT coverage_pk PRIMARY KEY (segment, slot, disclosure_id),
  CONSTRAINT coverage_form CHECK (
CASE
    WHEN slot = '-1'::integer THEN num_nonnulls(offsets, bitmap) = 1
    ELSE slot >= 0 AND slot <= 4095 AND num_nonnulls(offsets, bitmap) = 0
END)
) PARTITION BY RANGE (disclosure_id);
CREATE INDEX coverage_by_disclosure ON ONLY coverage USING btree (disclosure_id);
GRANT INSERT, SELECT ON coverage TO api;
GRANT INSERT, SELECT ON coverage TO scoped;
GRANT SELECT ON coverage TO eraser;
GRANT SELECT ON coverage TO reader;

CREATE TABLE coverage_detached (
  month timestamp(3) with time zone NOT NULL,
  detached_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  CONSTRAINT coverage_detached_pk PRIMARY KEY (month)
);
GRANT SELECT ON coverage_detached TO api;
GRANT SELECT ON coverage_detached TO eraser;
GRANT SELECT ON coverage_detached TO reader;

CREATE TABLE data_category (
  key text NOT NULL,
  name text NOT NULL,
  first_revision integer NOT NULL,
  retired_on date,
  CONSTRAINT data_category_pk PRIMARY KEY (key),
  CONSTRAINT data_category_first_revision FOREIGN KEY (first_revision) REFERENCES data_map_revision(number)
);
GRANT INSERT, SELECT, UPDATE (name), UPDATE (retired_on) ON data_category TO api;
GRANT SELECT ON data_category TO eraser;
GRANT SELECT ON data_category TO reader;

CREATE TABLE data_map_head (
  only_row boolean NOT NULL,
  revision integer NOT NULL,
  CONSTRAINT data_map_head_pk PRIMARY KEY (only_row),
  CONSTRAINT data_map_head_revision FOREIGN KEY (revision) REFERENCES data_map_revision(number),
  CONSTRAINT data_map_head_one_row CHECK (only_row)
);
GRANT INSERT, SELECT, UPDATE (revision) ON data_map_head TO api;
GRANT SELECT ON data_map_head TO scoped;
GRANT SELECT ON data_map_head TO eraser;
GRANT SELECT ON data_map_head TO reader;

CREATE TABLE data_map_revision (
  number integer NOT NULL,
  document jsonb NOT NULL,
  source_text text NOT NULL,
  effective_from timestamp(3) with time zone,
  message text NOT NULL,
  applied_by text NOT NULL,
  applied_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT data_map_revision_pk PRIMARY KEY (number),
  CONSTRAINT data_map_revision_first_without_start CHECK ((number = 1) = (effective_from IS NULL)),
  CONSTRAINT data_map_revision_number_positive CHECK (number >= 1)
);
GRANT INSERT, SELECT ON data_map_revision TO api;
GRANT SELECT ON data_map_revision TO eraser;
GRANT SELECT ON data_map_revision TO reader;

CREATE TABLE data_store (
  key text NOT NULL,
  name text NOT NULL,
  country text NOT NULL,
  first_revision integer NOT NULL,
  retired_on date,
  CONSTRAINT data_store_pk PRIMARY KEY (key),
  CONSTRAINT data_store_country FOREIGN KEY (country) REFERENCES jurisdiction(code),
  CONSTRAINT data_store_first_revision FOREIGN KEY (first_revision) REFERENCES data_map_revision(number)
);
GRANT INSERT, SELECT, UPDATE (country), UPDATE (name), UPDATE (retired_on) ON data_store TO api;
GRANT SELECT ON data_store TO eraser;
GRANT SELECT ON data_store TO reader;

CREATE TABLE destruction (
  id uuid NOT NULL,
  recorded_at timestamp(3) with time zone NOT NULL,
  as_of date NOT NULL,
  subject_list uuid,
  subject_count integer NOT NULL,
  not_due_count integer NOT NULL,
  held_count integer NOT NULL,
  revision integer NOT NULL,
  recorded_by text NOT NULL,
  retention_rule text NOT NULL,
  category text NOT NULL,
  method text NOT NULL,
  data_store text,
  kept_for_other_purposes text[] NOT NULL,
  free_text_commitments jsonb NOT NULL,
  CONSTRAINT destruction_pk PRIMARY KEY (id),
  CONSTRAINT destruction_category FOREIGN KEY (category) REFERENCES data_category(key),
  CONSTRAINT destruction_data_store FOREIGN KEY (data_store) REFERENCES data_store(key),
  CONSTRAINT destruction_retention_rule FOREIGN KEY (retention_rule) REFERENCES retention_rule(key),
  CONSTRAINT destruction_revision FOREIGN KEY (revision) REFERENCES data_map_revision(number),
  CONSTRAINT destruction_held_count CHECK (held_count >= 0),
  CONSTRAINT destruction_method CHECK (method = ANY (ARRAY['DELETION'::text, 'OVERWRITING'::text, 'CRYPTOGRAPHIC_ERASURE'::text, 'PHYSICAL_DESTRUCTION'::text, 'ANONYMISATION'::text])),
  CONSTRAINT destruction_not_due_count CHECK (not_due_count >= 0 AND not_due_count <= subject_count),
  CONSTRAINT destruction_subject_count CHECK (subject_count > 0)
);
GRANT INSERT, SELECT ON destruction TO api;
GRANT SELECT ON destruction TO eraser;
GRANT SELECT ON destruction TO reader;

CREATE TABLE destruction_member (
  segment integer NOT NULL,
  slot smallint NOT NULL,
  destruction_id uuid NOT NULL,
  offsets smallint[],
  bitmap bit(4096),
  CONSTRAINT destruction_member_pk PRIMARY KEY (segment, slot, destruction_id),
  CONSTRAINT destruction_member_form CHECK (
CASE
    WHEN slot = '-1'::integer THEN num_nonnulls(offsets, bitmap) = 1
    ELSE slot >= 0 AND slot <= 4095 AND num_nonnulls(offsets, bitmap) = 0
END)
);
CREATE INDEX destruction_member_by_destruction ON destruction_member USING btree (destruction_id);
GRANT INSERT, SELECT ON destruction_member TO api;
GRANT SELECT ON destruction_member TO eraser;
GRANT SELECT ON destruction_member TO reader;

CREATE TABLE disclosure (
  id uuid NOT NULL,
  occurred_at timestamp(3) with time zone NOT NULL,
  recorded_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  recorded_by text NOT NULL,
  direction text NOT NULL,
  nature text NOT NULL,
  recipient text NOT NULL,
  purpose text NOT NULL,
  legal_ground text NOT NULL,
  categories text[] NOT NULL,
  agreement text,
  safeguard text,
  stated_destination text,
  counterparty_country text NOT NULL,
  cross_border boolean NOT NULL,
  channel text,
  outcome text,
  record_count integer,
  subject_count integer NOT NULL,
  revision integer NOT NULL,
  policy_version integer,
  amends uuid,
  free_text_commitments jsonb,
  authority_request uuid,
  authorization_id uuid,
  CONSTRAINT disclosure_pk PRIMARY KEY (id),
  CONSTRAINT disclosure_agreement FOREIGN KEY (agreement) REFERENCES agreement(key),
  CONSTRAINT disclosure_legal_ground FOREIGN KEY (legal_ground) REFERENCES legal_ground(key),
  CONSTRAINT disclosure_policy_version FOREIGN KEY (policy_version) REFERENCES policy_version(number),
  CONSTRAINT disclosure_purpose FOREIGN KEY (purpose) REFERENCES processing_purpose(key),
  CONSTRAINT disclosure_recipient FOREIGN KEY (recipient) REFERENCES recipient(key),
  CONSTRAINT disclosure_revision FOREIGN KEY (revision) REFERENCES data_map_revision(number),
  CONSTRAINT disclosure_safeguard FOREIGN KEY (safeguard) REFERENCES safeguard(key),
  CONSTRAINT disclosure_categories CHECK (cardinality(categories) > 0),
  CONSTRAINT disclosure_direction CHECK (direction = ANY (ARRAY['OUTBOUND'::text, 'INBOUND'::text])),
  CONSTRAINT disclosure_nature CHECK (nature = ANY (ARRAY['ROUTINE'::text, 'ADDITIONAL'::text])),
  CONSTRAINT disclosure_subject_count CHECK (subject_count > 0)
);
CREATE INDEX disclosure_across_borders ON disclosure USING btree (counterparty_country, recorded_at, id) WHERE cross_border;
CREATE INDEX disclosure_by_authority_request ON disclosure USING btree (authority_request, recorded_at, id) WHERE authority_request IS NOT NULL;
CREATE INDEX disclosure_by_category ON disclosure USING gin (categories);
CREATE INDEX disclosure_by_occurred ON disclosure USING btree (occurred_at, id);
CREATE INDEX disclosure_by_purpose ON disclosure USING btree (purpose, recorded_at, id);
CREATE INDEX disclosure_by_recipient ON disclosure USING btree (recipient, recorded_at, id);
CREATE INDEX disclosure_by_recorded ON disclosure USING btree (recorded_at, id);
ALTER TABLE disclosure ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON disclosure AS PERMISSIVE FOR ALL TO api, eraser, sequencer USING (true);
CREATE POLICY row_scope ON disclosure AS PERMISSIVE FOR ALL TO PUBLIC USING ("right"(CURRENT_USER::text, 7) <> '_scoped'::text OR (current_setting('registry.recipients'::text, true) = '*'::text OR (recipient = ANY (string_to_array(current_setting('registry.recipients'::text, true), ','::text)))) AND (current_setting('registry.purposes'::text, true) = '*'::text OR (purpose = ANY (string_to_array(current_setting('registry.purposes'::text, true), ','::text)))));
GRANT INSERT, SELECT ON disclosure TO api;
GRANT INSERT, SELECT ON disclosure TO scoped;
GRANT SELECT ON disclosure TO eraser;
GRANT SELECT ON disclosure TO reader;

CREATE TABLE disclosure_authorization (
  id uuid NOT NULL,
  authorized_at timestamp(3) with time zone NOT NULL,
  authorized_by text NOT NULL,
  expires_at timestamp(3) with time zone NOT NULL,
  direction text NOT NULL,
  recipient text NOT NULL,
  purpose text NOT NULL,
  legal_ground text NOT NULL,
  categories text[] NOT NULL,
  agreement text,
  safeguard text,
  authority_request uuid,
  stated_destination text,
  revision integer NOT NULL,
  permitted_count integer NOT NULL,
  excluded_count integer NOT NULL,
  CONSTRAINT disclosure_authorization_pk PRIMARY KEY (id),
  CONSTRAINT disclosure_authorization_agreement FOREIGN KEY (agreement) REFERENCES agreement(key),
  CONSTRAINT disclosure_authorization_legal_ground FOREIGN KEY (legal_ground) REFERENCES legal_ground(key),
  CONSTRAINT disclosure_authorization_purpose FOREIGN KEY (purpose) REFERENCES processing_purpose(key),
  CONSTRAINT disclosure_authorization_recipient FOREIGN KEY (recipient) REFERENCES recipient(key),
  CONSTRAINT disclosure_authorization_revision FOREIGN KEY (revision) REFERENCES data_map_revision(number),
  CONSTRAINT disclosure_authorization_safeguard FOREIGN KEY (safeguard) REFERENCES safeguard(key),
  CONSTRAINT disclosure_authorization_categories CHECK (cardinality(categories) > 0),
  CONSTRAINT disclosure_authorization_direction CHECK (direction = ANY (ARRAY['OUTBOUND'::text, 'INBOUND'::text])),
  CONSTRAINT disclosure_authorization_permitted_count CHECK (permitted_count > 0)
);
ALTER TABLE disclosure_authorization ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON disclosure_authorization AS PERMISSIVE FOR ALL TO api, eraser, sequencer USING (true);
CREATE POLICY row_scope ON disclosure_authorization AS PERMISSIVE FOR ALL TO PUBLIC USING ("right"(CURRENT_USER::text, 7) <> '_scoped'::text OR (current_setting('registry.recipients'::text, true) = '*'::text OR (recipient = ANY (string_to_array(current_setting('registry.recipients'::text, true), ','::text)))) AND (current_setting('registry.purposes'::text, true) = '*'::text OR (purpose = ANY (string_to_array(current_setting('registry.purposes'::text, true), ','::text)))));
GRANT INSERT, SELECT ON disclosure_authorization TO api;
GRANT INSERT, SELECT ON disclosure_authorization TO scoped;
GRANT SELECT ON disclosure_authorization TO eraser;
GRANT SELECT ON disclosure_authorization TO reader;

CREATE TABLE disclosure_combination (
  id uuid NOT NULL,
  direction text NOT NULL,
  recipient text NOT NULL,
  purpose text NOT NULL,
  legal_ground text NOT NULL,
  categories text[] NOT NULL,
  counterparty_country text NOT NULL,
  cross_border boolean NOT NULL,
  CONSTRAINT disclosure_combination_pk PRIMARY KEY (id)
);
ALTER TABLE disclosure_combination ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON disclosure_combination AS PERMISSIVE FOR ALL TO api, eraser, sequencer USING (true);
CREATE POLICY row_scope ON disclosure_combination AS PERMISSIVE FOR ALL TO PUBLIC USING ("right"(CURRENT_USER::text, 7) <> '_scoped'::text OR (current_setting('registry.recipients'::text, true) = '*'::text OR (recipient = ANY (string_to_array(current_setting('registry.recipients'::text, true), ','::text)))) AND (current_setting('registry.purposes'::text, true) = '*'::text OR (purpose = ANY (string_to_array(current_setting('registry.purposes'::text, true), ','::text)))));
GRANT INSERT, SELECT ON disclosure_combination TO api;
GRANT SELECT ON disclosure_combination TO scoped;
GRANT SELECT ON disclosure_combination TO eraser;
GRANT SELECT ON disclosure_combination TO reader;

CREATE TABLE disclosure_fingerprint (
  disclosure_id uuid NOT NULL,
  occurred_at timestamp(3) with time zone NOT NULL,
  subjects bytea NOT NULL,
  content bytea NOT NULL,
  external_reference bytea,
  subject_list uuid,
  CONSTRAINT disclosure_fingerprint_pk PRIMARY KEY (disclosure_id)
);
CREATE INDEX disclosure_fingerprint_by_content ON disclosure_fingerprint USING btree (content, occurred_at);
CREATE INDEX disclosure_fingerprint_by_external_reference ON disclosure_fingerprint USING btree (external_reference) WHERE external_reference IS NOT NULL;
ALTER TABLE disclosure_fingerprint ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON disclosure_fingerprint AS PERMISSIVE FOR ALL TO api, eraser, sequencer USING (true);
CREATE POLICY row_scope ON disclosure_fingerprint AS PERMISSIVE FOR ALL TO PUBLIC USING ("right"(CURRENT_USER::text, 7) <> '_scoped'::text OR (EXISTS ( SELECT FROM disclosure WHERE disclosure.id = disclosure_fingerprint.disclosure_id)));
GRANT INSERT, SELECT ON disclosure_fingerprint TO api;
GRANT INSERT, SELECT ON disclosure_fingerprint TO scoped;
GRANT DELETE, SELECT, UPDATE (content), UPDATE (external_reference), UPDATE (subjects) ON disclosure_fingerprint TO eraser;

CREATE TABLE disclosure_rollup (
  day date NOT NULL,
  combination uuid NOT NULL,
  disclosures bigint NOT NULL,
  subject_disclosures bigint NOT NULL,
  superseded_disclosures bigint NOT NULL,
  superseded_subject_disclosures bigint NOT NULL,
  CONSTRAINT disclosure_rollup_pk PRIMARY KEY (day, combination)
);
ALTER TABLE disclosure_rollup ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON disclosure_rollup AS PERMISSIVE FOR ALL TO api, eraser, sequencer USING (true);
CREATE POLICY row_scope ON disclosure_rollup AS PERMISSIVE FOR ALL TO PUBLIC USING ("right"(CURRENT_USER::text, 7) <> '_scoped'::text OR (EXISTS ( SELECT FROM disclosure_combination c WHERE c.id = disclosure_rollup.combination)));
GRANT DELETE, INSERT, SELECT, UPDATE (disclosures), UPDATE (subject_disclosures), UPDATE (superseded_disclosures), UPDATE (superseded_subject_disclosures) ON disclosure_rollup TO api;
GRANT SELECT ON disclosure_rollup TO scoped;
GRANT SELECT ON disclosure_rollup TO eraser;
GRANT SELECT ON disclosure_rollup TO reader;

CREATE TABLE erased_subject (
  tombstone bytea NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  erased_on date NOT NULL,
  restored_at timestamp(3) with time zone,
  CONSTRAINT erased_subject_pk PRIMARY KEY (tombstone, id),
  CONSTRAINT erased_subject_tombstone_length CHECK (length(tombstone) = ANY (ARRAY[16, 17]))
);
GRANT SELECT ON erased_subject TO api;
GRANT SELECT (erased_on), SELECT (restored_at), SELECT (tombstone) ON erased_subject TO scoped;
GRANT DELETE, INSERT, SELECT, UPDATE (restored_at) ON erased_subject TO eraser;

CREATE TABLE erasure_outcome (
  request_id uuid NOT NULL,
  category text NOT NULL,
  fate text NOT NULL,
  kept_until date,
  revision integer NOT NULL,
  rules text[] NOT NULL,
  CONSTRAINT erasure_outcome_pk PRIMARY KEY (request_id, category),
  CONSTRAINT erasure_outcome_category FOREIGN KEY (category) REFERENCES data_category(key),
  CONSTRAINT erasure_outcome_fate CHECK (fate = ANY (ARRAY['DESTROYED'::text, 'KEPT'::text]))
);
GRANT INSERT, SELECT ON erasure_outcome TO api;
GRANT SELECT ON erasure_outcome TO eraser;
GRANT SELECT ON erasure_outcome TO reader;

CREATE TABLE erasure_pending (
  subject_number bigint NOT NULL,
  sealed bytea NOT NULL,
  horizon bigint,
  CONSTRAINT erasure_pending_pk PRIMARY KEY (subject_number)
);
GRANT SELECT ON erasure_pending TO api;
GRANT DELETE, INSERT, SELECT, UPDATE (horizon), UPDATE (sealed) ON erasure_pending TO eraser;

CREATE TABLE finding (
  id uuid NOT NULL,
  disclosure_id uuid NOT NULL,
  judgement_id uuid NOT NULL,
  recorded_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  occurred_at timestamp(3) with time zone NOT NULL,
  recipient text NOT NULL,
  purpose text NOT NULL,
  code text NOT NULL,
  kind text NOT NULL,
  subject_count integer NOT NULL,
  concerns_all boolean NOT NULL,
  detail jsonb NOT NULL,
  CONSTRAINT finding_pk PRIMARY KEY (id, disclosure_id),
  CONSTRAINT finding_kind CHECK (kind = ANY (ARRAY['BREACH'::text, 'GAP'::text])),
  CONSTRAINT finding_subject_count CHECK (subject_count > 0)
);
CREATE INDEX finding_by_code ON finding USING btree (code, id);
CREATE INDEX finding_by_disclosure ON finding USING btree (disclosure_id);
CREATE INDEX finding_by_occurred ON finding USING btree (occurred_at);
CREATE INDEX finding_by_recipient ON finding USING btree (recipient, id);
ALTER TABLE finding ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON finding AS PERMISSIVE FOR ALL TO api, eraser, sequencer USING (true);
CREATE POLICY row_scope ON finding AS PERMISSIVE FOR ALL TO PUBLIC USING ("right"(CURRENT_USER::text, 7) <> '_scoped'::text OR (current_setting('registry.recipients'::text, true) = '*'::text OR (recipient = ANY (string_to_array(current_setting('registry.recipients'::text, true), ','::text)))) AND (current_setting('registry.purposes'::text, true) = '*'::text OR (purpose = ANY (string_to_array(current_setting('registry.purposes'::text, true), ','::text)))));
GRANT INSERT, SELECT ON finding TO api;
GRANT INSERT, SELECT ON finding TO scoped;
GRANT SELECT ON finding TO eraser;
GRANT SELECT ON finding TO reader;

CREATE TABLE finding_acknowledgement (
  finding_id uuid NOT NULL,
  disclosure_id uuid NOT NULL,
  acknowledged_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  acknowledged_by text NOT NULL,
  free_text_commitments jsonb NOT NULL,
  CONSTRAINT finding_acknowledgement_pk PRIMARY KEY (finding_id, disclosure_id)
);
ALTER TABLE finding_acknowledgement ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON finding_acknowledgement AS PERMISSIVE FOR ALL TO api, eraser, sequencer USING (true);
CREATE POLICY row_scope ON finding_acknowledgement AS PERMISSIVE FOR ALL TO PUBLIC USING ("right"(CURRENT_USER::text, 7) <> '_scoped'::text OR (EXISTS ( SELECT FROM disclosure WHERE disclosure.id = finding_acknowledgement.disclosure_id)));
GRANT INSERT, SELECT ON finding_acknowledgement TO api;
GRANT SELECT ON finding_acknowledgement TO eraser;
GRANT SELECT ON finding_acknowledgement TO reader;

CREATE TABLE finding_member (
  segment integer NOT NULL,
  slot smallint NOT NULL,
  finding_id uuid NOT NULL,
  offsets smallint[],
  bitmap bit(4096),
  CONSTRAINT finding_member_pk PRIMARY KEY (segment, slot, finding_id),
  CONSTRAINT finding_member_form CHECK (
CASE
    WHEN slot = '-1'::integer THEN num_nonnulls(offsets, bitmap) = 1
    ELSE slot >= 0 AND num_nonnulls(offsets, bitmap) = 0
END)
);
CREATE INDEX finding_member_by_finding ON finding_member USING btree (finding_id);
GRANT INSERT, SELECT ON finding_member TO api;
GRANT INSERT ON finding_member TO scoped;
GRANT SELECT ON finding_member TO eraser;
GRANT SELECT ON finding_member TO reader;

CREATE TABLE free_text (
  fact_id uuid NOT NULL,
  field text NOT NULL,
  body text NOT NULL,
  salt bytea NOT NULL,
  CONSTRAINT free_text_pk PRIMARY KEY (fact_id, field)
);
ALTER TABLE free_text ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON free_text AS PERMISSIVE FOR ALL TO api, eraser, sequencer USING (true);
CREATE POLICY row_scope ON free_text AS PERMISSIVE FOR ALL TO PUBLIC USING ("right"(CURRENT_USER::text, 7) <> '_scoped'::text OR (EXISTS ( SELECT FROM disclosure WHERE disclosure.id = free_text.fact_id)) OR (EXISTS ( SELECT FROM amendment WHERE amendment.id = free_text.fact_id)) OR (EXISTS ( SELECT FROM authority_request WHERE authority_request.id = free_text.fact_id)) OR (EXISTS ( SELECT FROM recipient_notification_report WHERE recipient_notification_report.id = free_text.fact_id)));
GRANT INSERT, SELECT ON free_text TO api;
GRANT INSERT, SELECT ON free_text TO scoped;
GRANT DELETE, SELECT ON free_text TO eraser;

CREATE TABLE impediment (
  key text NOT NULL,
  name text NOT NULL,
  first_revision integer NOT NULL,
  retired_on date,
  CONSTRAINT impediment_pk PRIMARY KEY (key),
  CONSTRAINT impediment_first_revision FOREIGN KEY (first_revision) REFERENCES data_map_revision(number)
);
GRANT INSERT, SELECT, UPDATE (name), UPDATE (retired_on) ON impediment TO api;
GRANT SELECT ON impediment TO eraser;
GRANT SELECT ON impediment TO reader;

CREATE TABLE intake_rule (
  key text NOT NULL,
  name text NOT NULL,
  first_revision integer NOT NULL,
  retired_on date,
  CONSTRAINT intake_rule_pk PRIMARY KEY (key),
  CONSTRAINT intake_rule_first_revision FOREIGN KEY (first_revision) REFERENCES data_map_revision(number)
);
GRANT INSERT, SELECT, UPDATE (name), UPDATE (retired_on) ON intake_rule TO api;
GRANT SELECT ON intake_rule TO eraser;
GRANT SELECT ON intake_rule TO reader;

CREATE TABLE judgement (
  disclosure_id uuid NOT NULL,
  id uuid NOT NULL,
  judged_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  revision integer NOT NULL,
  cause text NOT NULL,
  cause_id uuid,
  CONSTRAINT judgement_pk PRIMARY KEY (disclosure_id, id),
  CONSTRAINT judgement_cause CHECK (cause = ANY (ARRAY['RECORDED'::text, 'FACT'::text, 'REVIEW'::text]))
);
ALTER TABLE judgement ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON judgement AS PERMISSIVE FOR ALL TO api, eraser, sequencer USING (true);
CREATE POLICY row_scope ON judgement AS PERMISSIVE FOR ALL TO PUBLIC USING ("right"(CURRENT_USER::text, 7) <> '_scoped'::text OR (EXISTS ( SELECT FROM disclosure WHERE disclosure.id = judgement.disclosure_id)));
GRANT INSERT, SELECT ON judgement TO api;
GRANT INSERT, SELECT ON judgement TO scoped;
GRANT SELECT ON judgement TO eraser;
GRANT SELECT ON judgement TO reader;

CREATE TABLE judgement_pending (
  cause_id uuid NOT NULL,
  cause text NOT NULL,
  authority_request uuid,
  horizon bigint,
  reached uuid,
  CONSTRAINT judgement_pending_pk PRIMARY KEY (cause_id),
  CONSTRAINT judgement_pending_cause CHECK (cause = ANY (ARRAY['FACT'::text, 'REVIEW'::text])),
  CONSTRAINT judgement_pending_request CHECK ((cause = 'REVIEW'::text) = (authority_request IS NOT NULL))
);
GRANT DELETE, INSERT, SELECT, UPDATE (horizon), UPDATE (reached) ON judgement_pending TO api;
GRANT SELECT ON judgement_pending TO eraser;

CREATE TABLE judgement_superseded (
  disclosure_id uuid NOT NULL,
  judgement_id uuid NOT NULL,
  cause text NOT NULL,
  superseded_by uuid NOT NULL,
  CONSTRAINT judgement_superseded_pk PRIMARY KEY (disclosure_id, judgement_id),
  CONSTRAINT judgement_superseded_cause CHECK (cause = ANY (ARRAY['REJUDGED'::text, 'AMENDED'::text]))
);
ALTER TABLE judgement_superseded ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON judgement_superseded AS PERMISSIVE FOR ALL TO api, eraser, sequencer USING (true);
CREATE POLICY row_scope ON judgement_superseded AS PERMISSIVE FOR ALL TO PUBLIC USING ("right"(CURRENT_USER::text, 7) <> '_scoped'::text OR (EXISTS ( SELECT FROM disclosure WHERE disclosure.id = judgement_superseded.disclosure_id)));
GRANT INSERT, SELECT ON judgement_superseded TO api;
GRANT INSERT, SELECT ON judgement_superseded TO scoped;
GRANT SELECT ON judgement_superseded TO eraser;
GRANT SELECT ON judgement_superseded TO reader;

CREATE TABLE jurisdiction (
  code text NOT NULL,
  name text NOT NULL,
  first_revision integer NOT NULL,
  retired_on date,
  CONSTRAINT jurisdiction_pk PRIMARY KEY (code),
  CONSTRAINT jurisdiction_first_revision FOREIGN KEY (first_revision) REFERENCES data_map_revision(number)
);
GRANT INSERT, SELECT, UPDATE (name), UPDATE (retired_on) ON jurisdiction TO api;
GRANT SELECT ON jurisdiction TO eraser;
GRANT SELECT ON jurisdiction TO reader;

CREATE TABLE ledger_backfill (
  kind text NOT NULL,
  reached text,
  horizon bigint,
  CONSTRAINT ledger_backfill_pk PRIMARY KEY (kind)
);
GRANT DELETE, INSERT, SELECT, UPDATE ON ledger_backfill TO api;
GRANT SELECT ON ledger_backfill TO eraser;
GRANT DELETE, INSERT, SELECT ON ledger_backfill TO sequencer;
GRANT SELECT ON ledger_backfill TO reader;

CREATE TABLE ledger_checkpoint (
  size bigint NOT NULL,
  note text NOT NULL,
  CONSTRAINT ledger_checkpoint_pk PRIMARY KEY (size),
  CONSTRAINT ledger_checkpoint_size CHECK (size > 0)
);
GRANT SELECT ON ledger_checkpoint TO api;
GRANT SELECT ON ledger_checkpoint TO scoped;
GRANT SELECT ON ledger_checkpoint TO eraser;
GRANT INSERT, SELECT, UPDATE (note) ON ledger_checkpoint TO sequencer;
GRANT SELECT ON ledger_checkpoint TO reader;

CREATE TABLE ledger_head (
  only_row boolean NOT NULL,
  size bigint NOT NULL,
  CONSTRAINT ledger_head_pk PRIMARY KEY (only_row),
  CONSTRAINT ledger_head_only_row CHECK (only_row),
  CONSTRAINT ledger_head_size CHECK (size >= 0)
);
GRANT SELECT ON ledger_head TO api;
GRANT SELECT ON ledger_head TO eraser;
GRANT SELECT, UPDATE (size) ON ledger_head TO sequencer;
GRANT SELECT ON ledger_head TO reader;

CREATE TABLE ledger_leaf (
  index bigint NOT NULL,
  event uuid NOT NULL,
  kind text NOT NULL,
  leaf bytea NOT NULL,
  CONSTRAINT ledger_leaf_pk PRIMARY KEY (index),
  CONSTRAINT ledger_leaf_event UNIQUE (event, kind),
  CONSTRAINT ledger_leaf_index CHECK (index >= 0)
);
ALTER TABLE ledger_leaf ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON ledger_leaf AS PERMISSIVE FOR ALL TO api, eraser, sequencer USING (true);
CREATE POLICY row_scope ON ledger_leaf AS PERMISSIVE FOR ALL TO PUBLIC USING ("right"(CURRENT_USER::text, 7) <> '_scoped'::text OR (EXISTS ( SELECT FROM disclosure WHERE disclosure.id = ledger_leaf.event))) WITH CHECK (true);
GRANT SELECT ON ledger_leaf TO api;
GRANT SELECT ON ledger_leaf TO scoped;
GRANT SELECT ON ledger_leaf TO eraser;
GRANT INSERT, SELECT ON ledger_leaf TO sequencer;
GRANT SELECT ON ledger_leaf TO reader;

CREATE TABLE ledger_log (
  only_row boolean NOT NULL,
  origin text NOT NULL,
  salt bytea NOT NULL,
  is_on boolean NOT NULL,
  verifier_key text,
  halted text,
  CONSTRAINT ledger_log_pk PRIMARY KEY (only_row),
  CONSTRAINT ledger_log_only_row CHECK (only_row),
  CONSTRAINT ledger_log_origin CHECK (origin ~ '^[!-~]{1,200}$'::text AND POSITION(('+'::text) IN (origin)) = 0),
  CONSTRAINT ledger_log_salt CHECK (length(salt) = 32)
);
GRANT SELECT ON ledger_log TO api;
GRANT SELECT (is_on), SELECT (salt) ON ledger_log TO scoped;
GRANT SELECT ON ledger_log TO eraser;
GRANT SELECT, UPDATE (halted), UPDATE (is_on), UPDATE (origin), UPDATE (verifier_key) ON ledger_log TO sequencer;

CREATE TABLE ledger_pending (
  event uuid NOT NULL,
  kind text NOT NULL,
  leaf bytea NOT NULL,
  CONSTRAINT ledger_pending_pk PRIMARY KEY (event, kind),
  CONSTRAINT ledger_pending_leaf CHECK (length(leaf) <= 65535)
);
ALTER TABLE ledger_pending ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON ledger_pending AS PERMISSIVE FOR ALL TO api, eraser, sequencer USING (true);
CREATE POLICY row_scope ON ledger_pending AS PERMISSIVE FOR ALL TO PUBLIC USING ("right"(CURRENT_USER::text, 7) <> '_scoped'::text OR (EXISTS ( SELECT FROM disclosure WHERE disclosure.id = ledger_pending.event))) WITH CHECK (true);
GRANT INSERT, SELECT ON ledger_pending TO api;
GRANT INSERT ON ledger_pending TO scoped;
GRANT SELECT ON ledger_pending TO eraser;
GRANT DELETE, SELECT ON ledger_pending TO sequencer;
GRANT SELECT ON ledger_pending TO reader;

CREATE TABLE ledger_tile (
  level smallint NOT NULL,
  number bigint NOT NULL,
  hashes bytea NOT NULL,
  CONSTRAINT ledger_tile_pk PRIMARY KEY (level, number),
  CONSTRAINT ledger_tile_hashes CHECK (length(hashes) >= 32 AND length(hashes) <= 8192 AND (length(hashes) % 32) = 0),
  CONSTRAINT ledger_tile_level CHECK (level >= 0 AND level <= 7),
  CONSTRAINT ledger_tile_number CHECK (number >= 0)
);
GRANT SELECT ON ledger_tile TO api;
GRANT SELECT ON ledger_tile TO scoped;
GRANT SELECT ON ledger_tile TO eraser;
GRANT INSERT, SELECT, UPDATE (hashes) ON ledger_tile TO sequencer;
GRANT SELECT ON ledger_tile TO reader;

CREATE TABLE legal_ground (
  key text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  first_revision integer NOT NULL,
  retired_on date,
  CONSTRAINT legal_ground_pk PRIMARY KEY (key),
  CONSTRAINT legal_ground_first_revision FOREIGN KEY (first_revision) REFERENCES data_map_revision(number)
);
GRANT INSERT, SELECT, UPDATE (kind), UPDATE (name), UPDATE (retired_on) ON legal_ground TO api;
GRANT SELECT ON legal_ground TO eraser;
GRANT SELECT ON legal_ground TO reader;

CREATE TABLE person_identity (
  id text NOT NULL,
  digest bytea NOT NULL,
  name text,
  recorded_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT person_identity_pk PRIMARY KEY (id)
);
CREATE UNIQUE INDEX person_identity_by_digest ON person_identity USING btree (digest);
GRANT INSERT, SELECT ON person_identity TO api;
GRANT SELECT ON person_identity TO eraser;

CREATE TABLE policy_text (
  number integer NOT NULL,
  language text NOT NULL,
  text text NOT NULL,
  sha256 text NOT NULL,
  revision integer NOT NULL,
  published_at timestamp(3) with time zone NOT NULL,
  published_by text NOT NULL,
  CONSTRAINT policy_text_pk PRIMARY KEY (number, language),
  CONSTRAINT policy_text_revision FOREIGN KEY (revision) REFERENCES data_map_revision(number),
  CONSTRAINT policy_text_version FOREIGN KEY (number) REFERENCES policy_version(number),
  CONSTRAINT policy_text_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$'::text)
);
GRANT INSERT, SELECT ON policy_text TO api;
GRANT SELECT ON policy_text TO eraser;
GRANT SELECT ON policy_text TO reader;

CREATE TABLE policy_version (
  number integer NOT NULL,
  name text NOT NULL,
  effective_from date NOT NULL,
  first_revision integer NOT NULL,
  CONSTRAINT policy_version_pk PRIMARY KEY (number),
  CONSTRAINT policy_version_first_revision FOREIGN KEY (first_revision) REFERENCES data_map_revision(number)
);
GRANT INSERT, SELECT, UPDATE (effective_from), UPDATE (name) ON policy_version TO api;
GRANT SELECT ON policy_version TO eraser;
GRANT SELECT ON policy_version TO reader;

CREATE TABLE processing_activity (
  key text NOT NULL,
  name text NOT NULL,
  first_revision integer NOT NULL,
  retired_on date,
  CONSTRAINT processing_activity_pk PRIMARY KEY (key),
  CONSTRAINT processing_activity_first_revision FOREIGN KEY (first_revision) REFERENCES data_map_revision(number)
);
GRANT INSERT, SELECT, UPDATE (name), UPDATE (retired_on) ON processing_activity TO api;
GRANT SELECT ON processing_activity TO eraser;
GRANT SELECT ON processing_activity TO reader;

CREATE TABLE processing_purpose (
  key text NOT NULL,
  name text NOT NULL,
  first_revision integer NOT NULL,
  retired_on date,
  CONSTRAINT processing_purpose_pk PRIMARY KEY (key),
  CONSTRAINT processing_purpose_first_revision FOREIGN KEY (first_revision) REFERENCES data_map_revision(number)
);
GRANT INSERT, SELECT, UPDATE (name), UPDATE (retired_on) ON processing_purpose TO api;
GRANT SELECT ON processing_purpose TO eraser;
GRANT SELECT ON processing_purpose TO reader;

CREATE TABLE recipient (
  key text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  jurisdiction text NOT NULL,
  first_revision integer NOT NULL,
  retired_on date,
  CONSTRAINT recipient_pk PRIMARY KEY (key),
  CONSTRAINT recipient_first_revision FOREIGN KEY (first_revision) REFERENCES data_map_revision(number),
  CONSTRAINT recipient_jurisdiction FOREIGN KEY (jurisdiction) REFERENCES jurisdiction(code)
);
CREATE INDEX recipient_by_jurisdiction ON recipient USING btree (jurisdiction);
ALTER TABLE recipient ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON recipient AS PERMISSIVE FOR ALL TO api, eraser, sequencer USING (true);
CREATE POLICY row_scope ON recipient AS PERMISSIVE FOR ALL TO PUBLIC USING (( SELECT "right"(CURRENT_USER::text, 7) <> '_scoped'::text) OR current_setting('registry.recipients'::text, true) = '*'::text OR (key = ANY ((( SELECT string_to_array(current_setting('registry.recipients'::text, true), ','::text) AS string_to_array))::text[])));
GRANT INSERT, SELECT, UPDATE (jurisdiction), UPDATE (kind), UPDATE (name), UPDATE (retired_on) ON recipient TO api;
GRANT SELECT (key), SELECT (kind) ON recipient TO scoped;
GRANT SELECT ON recipient TO eraser;
GRANT SELECT ON recipient TO reader;

CREATE TABLE recipient_notification (
  id uuid NOT NULL,
  request_id uuid NOT NULL,
  decided_at timestamp(3) with time zone NOT NULL,
  opened_at timestamp(3) with time zone NOT NULL,
  due_on date,
  missing_year integer,
  kind text NOT NULL,
  recipient text NOT NULL,
  channel text NOT NULL,
  categories text[] NOT NULL,
  CONSTRAINT recipient_notification_pk PRIMARY KEY (id, request_id),
  CONSTRAINT recipient_notification_recipient FOREIGN KEY (recipient) REFERENCES recipient(key),
  CONSTRAINT recipient_notification_categories CHECK (cardinality(categories) > 0),
  CONSTRAINT recipient_notification_channel CHECK (channel = ANY (ARRAY['API'::text, 'EMAIL'::text, 'POST'::text])),
  CONSTRAINT recipient_notification_due CHECK (num_nonnulls(due_on, missing_year) <= 1)
);
CREATE INDEX recipient_notification_by_opened ON recipient_notification USING btree (opened_at, id);
CREATE INDEX recipient_notification_by_recipient ON recipient_notification USING btree (recipient, opened_at, id);
CREATE UNIQUE INDEX recipient_notification_by_request ON recipient_notification USING btree (request_id, recipient);
ALTER TABLE recipient_notification ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON recipient_notification AS PERMISSIVE FOR ALL TO api, eraser, sequencer USING (true);
CREATE POLICY row_scope ON recipient_notification AS PERMISSIVE FOR ALL TO PUBLIC USING (( SELECT "right"(CURRENT_USER::text, 7) <> '_scoped'::text) OR (recipient = ANY ((( SELECT string_to_array(current_setting('registry.recipients'::text, true), ','::text) AS string_to_array))::text[])));
GRANT INSERT, SELECT ON recipient_notification TO api;
GRANT SELECT ON recipient_notification TO scoped;
GRANT SELECT ON recipient_notification TO eraser;
GRANT SELECT ON recipient_notification TO reader;

CREATE TABLE recipient_notification_report (
  id uuid NOT NULL,
  request_id uuid NOT NULL,
  notification_id uuid NOT NULL,
  number integer NOT NULL,
  status text NOT NULL,
  channel text NOT NULL,
  reported_at timestamp(3) with time zone NOT NULL,
  reported_by text NOT NULL,
  free_text_commitments jsonb,
  CONSTRAINT recipient_notification_report_pk PRIMARY KEY (request_id, notification_id, number),
  CONSTRAINT recipient_notification_report_channel CHECK (channel = ANY (ARRAY['API'::text, 'EMAIL'::text, 'POST'::text])),
  CONSTRAINT recipient_notification_report_number CHECK (number >= 1),
  CONSTRAINT recipient_notification_report_status CHECK (status = ANY (ARRAY['SENT'::text, 'ACKNOWLEDGED'::text, 'IMPOSSIBLE'::text]))
);
CREATE INDEX recipient_notification_report_by_id ON recipient_notification_report USING btree (id);
ALTER TABLE recipient_notification_report ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON recipient_notification_report AS PERMISSIVE FOR ALL TO api, eraser, sequencer USING (true);
CREATE POLICY row_scope ON recipient_notification_report AS PERMISSIVE FOR ALL TO PUBLIC USING ("right"(CURRENT_USER::text, 7) <> '_scoped'::text OR (EXISTS ( SELECT FROM recipient_notification n WHERE n.request_id = recipient_notification_report.request_id AND n.id = recipient_notification_report.notification_id)));
GRANT INSERT, SELECT ON recipient_notification_report TO api;
GRANT INSERT, SELECT ON recipient_notification_report TO scoped;
GRANT SELECT ON recipient_notification_report TO eraser;
GRANT SELECT ON recipient_notification_report TO reader;

CREATE TABLE recipient_notification_secret (
  request_id uuid NOT NULL,
  notification_id uuid NOT NULL,
  sealed bytea NOT NULL,
  CONSTRAINT recipient_notification_secret_pk PRIMARY KEY (request_id, notification_id)
);
ALTER TABLE recipient_notification_secret ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON recipient_notification_secret AS PERMISSIVE FOR ALL TO api, eraser, sequencer USING (true);
CREATE POLICY row_scope ON recipient_notification_secret AS PERMISSIVE FOR ALL TO PUBLIC USING ("right"(CURRENT_USER::text, 7) <> '_scoped'::text OR (EXISTS ( SELECT FROM recipient_notification n WHERE n.request_id = recipient_notification_secret.request_id AND n.id = recipient_notification_secret.notification_id)));
GRANT INSERT, SELECT ON recipient_notification_secret TO api;
GRANT SELECT ON recipient_notification_secret TO scoped;
GRANT DELETE, SELECT, UPDATE (sealed) ON recipient_notification_secret TO eraser;

CREATE TABLE recipient_notification_standing (
  request_id uuid NOT NULL,
  notification_id uuid NOT NULL,
  status text NOT NULL,
  CONSTRAINT recipient_notification_standing_pk PRIMARY KEY (request_id, notification_id),
  CONSTRAINT recipient_notification_standing_status CHECK (status = ANY (ARRAY['OPEN'::text, 'SENT'::text, 'ACKNOWLEDGED'::text, 'IMPOSSIBLE'::text]))
);
CREATE INDEX recipient_notification_standing_open ON recipient_notification_standing USING btree (request_id, notification_id) WHERE status = 'OPEN'::text;
ALTER TABLE recipient_notification_standing ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON recipient_notification_standing AS PERMISSIVE FOR ALL TO api, eraser, sequencer USING (true);
CREATE POLICY row_scope ON recipient_notification_standing AS PERMISSIVE FOR ALL TO PUBLIC USING (( SELECT "right"(CURRENT_USER::text, 7) <> '_scoped'::text) OR (EXISTS ( SELECT FROM recipient_notification n WHERE n.request_id = recipient_notification_standing.request_id AND (n.recipient = ANY ((( SELECT string_to_array(current_setting('registry.recipients'::text, true), ','::text) AS string_to_array))::text[]))))) WITH CHECK (( SELECT "right"(CURRENT_USER::text, 7) <> '_scoped'::text) OR (EXISTS ( SELECT FROM recipient_notification n WHERE n.request_id = recipient_notification_standing.request_id AND (n.recipient = ANY ((( SELECT string_to_array(current_setting('registry.recipients'::text, true), ','::text) AS string_to_array))::text[])))) AND (EXISTS ( SELECT FROM recipient_notification n WHERE n.request_id = recipient_notification_standing.request_id AND n.id = recipient_notification_standing.notification_id)));
GRANT INSERT, SELECT, UPDATE (status) ON recipient_notification_standing TO api;
GRANT SELECT, UPDATE (status) ON recipient_notification_standing TO scoped;
GRANT SELECT ON recipient_notification_standing TO eraser;
GRANT SELECT ON recipient_notification_standing TO reader;

CREATE TABLE retention_rule (
  key text NOT NULL,
  name text NOT NULL,
  first_revision integer NOT NULL,
  retired_on date,
  CONSTRAINT retention_rule_pk PRIMARY KEY (key),
  CONSTRAINT retention_rule_first_revision FOREIGN KEY (first_revision) REFERENCES data_map_revision(number)
);
GRANT INSERT, SELECT, UPDATE (name), UPDATE (retired_on) ON retention_rule TO api;
GRANT SELECT ON retention_rule TO eraser;
GRANT SELECT ON retention_rule TO reader;

CREATE TABLE rights_request (
  id uuid NOT NULL,
  received_at timestamp(3) with time zone NOT NULL,
  recorded_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  recorded_by text NOT NULL,
  revision integer NOT NULL,
  kind text NOT NULL,
  channel text,
  form text NOT NULL,
  in_due_form boolean NOT NULL,
  form_problems text[] NOT NULL,
  categories text[] NOT NULL,
  purposes text[] NOT NULL,
  legal_ground text,
  free_text_commitments jsonb NOT NULL,
  CONSTRAINT rights_request_pk PRIMARY KEY (id),
  CONSTRAINT rights_request_channel FOREIGN KEY (channel) REFERENCES collection_channel(key),
  CONSTRAINT rights_request_legal_ground FOREIGN KEY (legal_ground) REFERENCES legal_ground(key),
  CONSTRAINT rights_request_revision FOREIGN KEY (revision) REFERENCES data_map_revision(number),
  CONSTRAINT rights_request_form CHECK (form = ANY (ARRAY['WRITTEN'::text, 'ORAL'::text])),
  CONSTRAINT rights_request_form_problems CHECK (in_due_form = (cardinality(form_problems) = 0) AND form_problems <@ '{OTHER_ADDRESS,OTHER_SUBJECT_LINE,CHANNEL_NOT_ADMITTED,NOT_IN_WRITING}'::text[]),
  CONSTRAINT rights_request_kind CHECK (kind = ANY (ARRAY['ACCESS'::text, 'RECTIFICATION'::text, 'BLOCKING'::text, 'ERASURE'::text, 'CONSENT_WITHDRAWAL'::text, 'REFUSAL_OF_USE'::text, 'COMPLAINT'::text]))
);
CREATE INDEX rights_request_by_received ON rights_request USING btree (received_at, id);
ALTER TABLE rights_request ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON rights_request AS PERMISSIVE FOR ALL TO api, eraser, sequencer USING (true);
CREATE POLICY row_scope ON rights_request AS PERMISSIVE FOR ALL TO PUBLIC USING (( SELECT "right"(CURRENT_USER::text, 7) <> '_scoped'::text) OR (EXISTS ( SELECT FROM recipient_notification n WHERE n.request_id = rights_request.id AND (n.recipient = ANY ((( SELECT string_to_array(current_setting('registry.recipients'::text, true), ','::text) AS string_to_array))::text[])))));
GRANT INSERT, SELECT ON rights_request TO api;
GRANT SELECT (id), SELECT (kind) ON rights_request TO scoped;
GRANT SELECT ON rights_request TO eraser;
GRANT SELECT ON rights_request TO reader;

CREATE TABLE rights_request_person (
  request_id uuid NOT NULL,
  pseudonym bytea NOT NULL,
  sealed bytea,
  CONSTRAINT rights_request_person_pk PRIMARY KEY (request_id),
  CONSTRAINT rights_request_person_pseudonym CHECK (length(pseudonym) = ANY (ARRAY[16, 17]))
);
CREATE INDEX rights_request_person_by_pseudonym ON rights_request_person USING btree (pseudonym);
GRANT INSERT, SELECT ON rights_request_person TO api;
GRANT DELETE, SELECT, UPDATE (pseudonym), UPDATE (sealed) ON rights_request_person TO eraser;

CREATE TABLE rights_request_standing (
  request_id uuid NOT NULL,
  status text NOT NULL,
  due_on date,
  awaits_calendar boolean NOT NULL,
  CONSTRAINT rights_request_standing_pk PRIMARY KEY (request_id),
  CONSTRAINT rights_request_standing_due CHECK (due_on IS NULL OR NOT awaits_calendar),
  CONSTRAINT rights_request_standing_status CHECK (status = ANY (ARRAY['RECEIVED'::text, 'KEPT'::text, 'IDENTITY_CONFIRMED'::text, 'DECIDED'::text, 'DONE'::text]))
);
CREATE INDEX rights_request_standing_open ON rights_request_standing USING btree (due_on) WHERE status = ANY (ARRAY['RECEIVED'::text, 'IDENTITY_CONFIRMED'::text, 'DECIDED'::text]);
CREATE INDEX rights_request_standing_undated ON rights_request_standing USING btree (request_id) WHERE awaits_calendar;
ALTER TABLE rights_request_standing ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON rights_request_standing AS PERMISSIVE FOR ALL TO api, eraser, sequencer USING (true);
CREATE POLICY row_scope ON rights_request_standing AS PERMISSIVE FOR ALL TO PUBLIC USING (( SELECT "right"(CURRENT_USER::text, 7) <> '_scoped'::text) OR (EXISTS ( SELECT FROM recipient_notification n WHERE n.request_id = rights_request_standing.request_id AND (n.recipient = ANY ((( SELECT string_to_array(current_setting('registry.recipients'::text, true), ','::text) AS string_to_array))::text[]))))) WITH CHECK (( SELECT "right"(CURRENT_USER::text, 7) <> '_scoped'::text) OR (EXISTS ( SELECT FROM recipient_notification n WHERE n.request_id = rights_request_standing.request_id AND (n.recipient = ANY ((( SELECT string_to_array(current_setting('registry.recipients'::text, true), ','::text) AS string_to_array))::text[])))) AND status = 'DONE'::text);
GRANT INSERT, SELECT, UPDATE (awaits_calendar), UPDATE (due_on), UPDATE (status) ON rights_request_standing TO api;
GRANT SELECT (request_id), SELECT (status), UPDATE (status) ON rights_request_standing TO scoped;
GRANT SELECT ON rights_request_standing TO eraser;
GRANT SELECT ON rights_request_standing TO reader;

CREATE TABLE rights_request_step (
  request_id uuid NOT NULL,
  number integer NOT NULL,
  id uuid NOT NULL,
  recorded_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  recorded_by text,
  step text NOT NULL,
  detail jsonb NOT NULL,
  free_text_commitments jsonb NOT NULL,
  CONSTRAINT rights_request_step_pk PRIMARY KEY (request_id, number),
  CONSTRAINT rights_request_step_number CHECK (number >= 1),
  CONSTRAINT rights_request_step_step CHECK (step = ANY (ARRAY['IDENTITY_CONFIRMED'::text, 'IMPEDIMENT_NOTED'::text, 'IMPEDIMENT_LIFTED'::text, 'DECIDED'::text, 'ANSWERED'::text, 'RECIPIENTS_TOLD'::text, 'PERSON_ERASED'::text]))
);
ALTER TABLE rights_request_step ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON rights_request_step AS PERMISSIVE FOR ALL TO api, eraser, sequencer USING (true);
CREATE POLICY row_scope ON rights_request_step AS PERMISSIVE FOR ALL TO PUBLIC USING (( SELECT "right"(CURRENT_USER::text, 7) <> '_scoped'::text) OR (EXISTS ( SELECT FROM recipient_notification n WHERE n.request_id = rights_request_step.request_id AND (n.recipient = ANY ((( SELECT string_to_array(current_setting('registry.recipients'::text, true), ','::text) AS string_to_array))::text[]))))) WITH CHECK (( SELECT "right"(CURRENT_USER::text, 7) <> '_scoped'::text) OR (EXISTS ( SELECT FROM recipient_notification n WHERE n.request_id = rights_request_step.request_id AND (n.recipient = ANY ((( SELECT string_to_array(current_setting('registry.recipients'::text, true), ','::text) AS string_to_array))::text[])))) AND step = 'RECIPIENTS_TOLD'::text AND recorded_by IS NULL);
GRANT INSERT, SELECT ON rights_request_step TO api;
GRANT INSERT, SELECT (number), SELECT (request_id) ON rights_request_step TO scoped;
GRANT SELECT ON rights_request_step TO eraser;
GRANT SELECT ON rights_request_step TO reader;

CREATE TABLE rights_rule (
  key text NOT NULL,
  name text NOT NULL,
  request_kind text NOT NULL,
  first_revision integer NOT NULL,
  retired_on date,
  CONSTRAINT rights_rule_pk PRIMARY KEY (key),
  CONSTRAINT rights_rule_first_revision FOREIGN KEY (first_revision) REFERENCES data_map_revision(number)
);
GRANT INSERT, SELECT, UPDATE (name), UPDATE (request_kind), UPDATE (retired_on) ON rights_rule TO api;
GRANT SELECT ON rights_rule TO eraser;
GRANT SELECT ON rights_rule TO reader;

CREATE TABLE rollup_pending (
  disclosure_id uuid NOT NULL,
  kind text NOT NULL,
  CONSTRAINT rollup_pending_pk PRIMARY KEY (disclosure_id, kind),
  CONSTRAINT rollup_pending_kind CHECK (kind = ANY (ARRAY['RECORDED'::text, 'SUPERSEDED'::text]))
);
ALTER TABLE rollup_pending ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON rollup_pending AS PERMISSIVE FOR ALL TO api, eraser, sequencer USING (true);
CREATE POLICY row_scope ON rollup_pending AS PERMISSIVE FOR ALL TO PUBLIC USING ("right"(CURRENT_USER::text, 7) <> '_scoped'::text OR (EXISTS ( SELECT FROM disclosure WHERE disclosure.id = rollup_pending.disclosure_id))) WITH CHECK (true);
GRANT DELETE, INSERT, SELECT ON rollup_pending TO api;
GRANT INSERT, SELECT ON rollup_pending TO scoped;
GRANT SELECT ON rollup_pending TO eraser;

CREATE TABLE rollup_progress (
  only_row boolean NOT NULL,
  time_zone text,
  counted_up_to uuid NOT NULL,
  CONSTRAINT rollup_progress_pk PRIMARY KEY (only_row),
  CONSTRAINT rollup_progress_one_row CHECK (only_row)
);
GRANT SELECT, UPDATE (counted_up_to), UPDATE (time_zone) ON rollup_progress TO api;
GRANT SELECT ON rollup_progress TO scoped;
GRANT SELECT ON rollup_progress TO eraser;
GRANT SELECT ON rollup_progress TO reader;

CREATE TABLE safeguard (
  key text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  first_revision integer NOT NULL,
  retired_on date,
  CONSTRAINT safeguard_pk PRIMARY KEY (key),
  CONSTRAINT safeguard_first_revision FOREIGN KEY (first_revision) REFERENCES data_map_revision(number)
);
GRANT INSERT, SELECT, UPDATE (kind), UPDATE (name), UPDATE (retired_on) ON safeguard TO api;
GRANT SELECT ON safeguard TO eraser;
GRANT SELECT ON safeguard TO reader;

CREATE TABLE schema_migration (
  id integer NOT NULL DEFAULT nextval('schema_migration_id_seq'::regclass),
  timestamp bigint NOT NULL,
  name character varying NOT NULL,
  CONSTRAINT PK_0edff5015b71cc0389ae0f4b9a1 PRIMARY KEY (id)
);
GRANT SELECT ON schema_migration TO api;
GRANT SELECT ON schema_migration TO eraser;

CREATE TABLE sealed_reference (
  subject_number bigint NOT NULL,
  sealed bytea NOT NULL,
  CONSTRAINT sealed_reference_pk PRIMARY KEY (subject_number)
);
GRANT INSERT, SELECT ON sealed_reference TO api;
GRANT INSERT, SELECT (subject_number) ON sealed_reference TO scoped;
GRANT DELETE, SELECT, UPDATE (sealed) ON sealed_reference TO eraser;

CREATE TABLE secret_fingerprint (
  purpose text NOT NULL,
  fingerprint bytea NOT NULL,
  CONSTRAINT secret_fingerprint_pk PRIMARY KEY (purpose)
);
GRANT INSERT, SELECT ON secret_fingerprint TO api;
GRANT SELECT ON secret_fingerprint TO eraser;

CREATE TABLE secret_rotation (
  generation smallint NOT NULL,
  earlier bytea NOT NULL,
  announced_at timestamp(3) with time zone NOT NULL,
  wrapping_at timestamp(3) with time zone,
  settled_at timestamp(3) with time zone,
  reached_table text,
  reached_key text[],
  wrapped_rows bigint NOT NULL DEFAULT 0,
  CONSTRAINT secret_rotation_pk PRIMARY KEY (generation),
  CONSTRAINT secret_rotation_generation CHECK (generation >= 2 AND generation <= 255)
);
GRANT INSERT, SELECT, UPDATE (earlier), UPDATE (reached_key), UPDATE (reached_table), UPDATE (settled_at), UPDATE (wrapped_rows), UPDATE (wrapping_at) ON secret_rotation TO api;
GRANT SELECT (generation), SELECT (settled_at), SELECT (wrapping_at) ON secret_rotation TO scoped;
GRANT SELECT ON secret_rotation TO eraser;

CREATE TABLE security_measure (
  key text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  first_revision integer NOT NULL,
  retired_on date,
  CONSTRAINT security_measure_pk PRIMARY KEY (key),
  CONSTRAINT security_measure_first_revision FOREIGN KEY (first_revision) REFERENCES data_map_revision(number)
);
GRANT INSERT, SELECT, UPDATE (kind), UPDATE (name), UPDATE (retired_on) ON security_measure TO api;
GRANT SELECT ON security_measure TO eraser;
GRANT SELECT ON security_measure TO reader;

CREATE TABLE service_type (
  key text NOT NULL,
  name text NOT NULL,
  first_revision integer NOT NULL,
  retired_on date,
  CONSTRAINT service_type_pk PRIMARY KEY (key),
  CONSTRAINT service_type_first_revision FOREIGN KEY (first_revision) REFERENCES data_map_revision(number)
);
GRANT INSERT, SELECT, UPDATE (name), UPDATE (retired_on) ON service_type TO api;
GRANT SELECT ON service_type TO eraser;
GRANT SELECT ON service_type TO reader;

CREATE TABLE sharing_rule (
  key text NOT NULL,
  name text NOT NULL,
  first_revision integer NOT NULL,
  retired_on date,
  CONSTRAINT sharing_rule_pk PRIMARY KEY (key),
  CONSTRAINT sharing_rule_first_revision FOREIGN KEY (first_revision) REFERENCES data_map_revision(number)
);
GRANT INSERT, SELECT, UPDATE (name), UPDATE (retired_on) ON sharing_rule TO api;
GRANT SELECT ON sharing_rule TO eraser;
GRANT SELECT ON sharing_rule TO reader;

CREATE TABLE sign_in_end (
  id uuid NOT NULL,
  person_id text NOT NULL,
  ended_at timestamp(3) with time zone NOT NULL,
  ended_by text NOT NULL,
  CONSTRAINT sign_in_end_pk PRIMARY KEY (id),
  CONSTRAINT sign_in_end_of FOREIGN KEY (person_id) REFERENCES person_identity(id)
);
CREATE INDEX sign_in_end_by_person ON sign_in_end USING btree (person_id, ended_at);
GRANT INSERT, SELECT ON sign_in_end TO api;
GRANT SELECT ON sign_in_end TO eraser;
GRANT SELECT ON sign_in_end TO reader;

CREATE TABLE subject (
  pseudonym bytea NOT NULL,
  number bigint NOT NULL,
  CONSTRAINT subject_pk PRIMARY KEY (pseudonym) INCLUDE (number),
  CONSTRAINT subject_pseudonym_length CHECK (length(pseudonym) = ANY (ARRAY[16, 17]))
) WITH (autovacuum_vacuum_insert_scale_factor=0.02);
GRANT INSERT, SELECT ON subject TO api;
GRANT INSERT, SELECT ON subject TO scoped;
GRANT DELETE, INSERT, SELECT ON subject TO eraser;

CREATE TABLE subject_fact (
  id uuid NOT NULL,
  recorded_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  moment timestamp(3) with time zone,
  ended_on date,
  policy_version integer,
  subject_count integer NOT NULL,
  lifts uuid,
  subject_list uuid,
  kind text NOT NULL,
  recorded_by text NOT NULL,
  legal_ground text,
  agreement bytea,
  restriction text,
  categories text[],
  purposes text[],
  free_text_commitments jsonb,
  CONSTRAINT subject_fact_pk PRIMARY KEY (id),
  CONSTRAINT subject_fact_legal_ground FOREIGN KEY (legal_ground) REFERENCES legal_ground(key),
  CONSTRAINT subject_fact_policy_version FOREIGN KEY (policy_version) REFERENCES policy_version(number),
  CONSTRAINT subject_fact_kind CHECK (
CASE kind
    WHEN 'CONSENT'::text THEN num_nulls(legal_ground, policy_version, moment) = 0
    WHEN 'WITHDRAWAL'::text THEN num_nulls(legal_ground, moment) = 0
    WHEN 'AGREEMENT_END'::text THEN ended_on IS NOT NULL
    WHEN 'RESTRICTION'::text THEN num_nulls(restriction, categories, purposes, moment) = 0
    WHEN 'LIFTING'::text THEN num_nulls(lifts, moment) = 0
    WHEN 'ERASURE'::text THEN moment IS NOT NULL
    WHEN 'RESTORATION'::text THEN moment IS NOT NULL
    ELSE false
END),
  CONSTRAINT subject_fact_restriction CHECK (restriction = ANY (ARRAY['REFUSAL'::text, 'BLOCK'::text, 'NO_COMMUNICATION'::text, 'LEGAL_HOLD'::text])),
  CONSTRAINT subject_fact_subject_count CHECK (subject_count > 0)
);
ALTER TABLE subject_fact ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON subject_fact AS PERMISSIVE FOR ALL TO api, eraser, sequencer USING (true);
CREATE POLICY row_scope ON subject_fact AS PERMISSIVE FOR ALL TO PUBLIC USING (( SELECT "right"(CURRENT_USER::text, 7) <> '_scoped'::text) OR true) WITH CHECK (( SELECT "right"(CURRENT_USER::text, 7) <> '_scoped'::text) OR true AND kind = 'ERASURE'::text AND recorded_by = 'registry'::text);
GRANT INSERT, SELECT ON subject_fact TO api;
GRANT INSERT, SELECT ON subject_fact TO scoped;
GRANT SELECT ON subject_fact TO eraser;
GRANT SELECT ON subject_fact TO reader;

CREATE TABLE subject_fact_member (
  segment integer NOT NULL,
  slot smallint NOT NULL,
  fact_id uuid NOT NULL,
  offsets smallint[],
  bitmap bit(4096),
  CONSTRAINT subject_fact_member_pk PRIMARY KEY (segment, slot, fact_id),
  CONSTRAINT subject_fact_member_form CHECK (
CASE
    WHEN slot = '-1'::integer THEN num_nonnulls(offsets, bitmap) = 1
    ELSE slot >= 0 AND slot <= 4095 AND num_nonnulls(offsets, bitmap) = 0
END)
);
CREATE INDEX subject_fact_member_by_fact ON subject_fact_member USING btree (fact_id);
GRANT INSERT, SELECT ON subject_fact_member TO api;
GRANT INSERT, SELECT ON subject_fact_member TO scoped;
GRANT SELECT ON subject_fact_member TO eraser;
GRANT SELECT ON subject_fact_member TO reader;

CREATE TABLE subject_kind (
  key text NOT NULL,
  name text NOT NULL,
  first_revision integer NOT NULL,
  retired_on date,
  CONSTRAINT subject_kind_pk PRIMARY KEY (key),
  CONSTRAINT subject_kind_first_revision FOREIGN KEY (first_revision) REFERENCES data_map_revision(number)
);
GRANT INSERT, SELECT, UPDATE (name), UPDATE (retired_on) ON subject_kind TO api;
GRANT SELECT ON subject_kind TO eraser;
GRANT SELECT ON subject_kind TO reader;

CREATE TABLE subject_list (
  id uuid NOT NULL,
  created_at timestamp(3) with time zone NOT NULL,
  created_by text NOT NULL,
  subject_count integer NOT NULL,
  digest bytea,
  expires_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT subject_list_pk PRIMARY KEY (id),
  CONSTRAINT subject_list_subject_count CHECK (subject_count > 0)
);
CREATE INDEX subject_list_by_expiry ON subject_list USING btree (expires_at);
ALTER TABLE subject_list ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON subject_list AS PERMISSIVE FOR ALL TO api, eraser, sequencer USING (true);
CREATE POLICY row_scope ON subject_list AS PERMISSIVE FOR ALL TO PUBLIC USING (( SELECT "right"(CURRENT_USER::text, 7) <> '_scoped'::text) OR created_by = current_setting('registry.key'::text, true));
GRANT INSERT, SELECT ON subject_list TO api;
GRANT INSERT, SELECT ON subject_list TO scoped;
GRANT DELETE, SELECT, UPDATE (digest) ON subject_list TO eraser;

CREATE TABLE subject_list_segment (
  list_id uuid NOT NULL,
  segment integer NOT NULL,
  offsets smallint[],
  bitmap bit(4096),
  CONSTRAINT subject_list_segment_pk PRIMARY KEY (list_id, segment),
  CONSTRAINT subject_list_segment_form CHECK (num_nonnulls(offsets, bitmap) = 1)
);
GRANT INSERT, SELECT ON subject_list_segment TO api;
GRANT INSERT, SELECT ON subject_list_segment TO scoped;
GRANT DELETE, SELECT ON subject_list_segment TO eraser;

CREATE TABLE subject_look_up (
  id uuid NOT NULL,
  recorded_at timestamp(3) with time zone NOT NULL,
  recorded_by text NOT NULL,
  kind text NOT NULL,
  subject_number bigint,
  about uuid,
  free_text_commitments jsonb,
  CONSTRAINT subject_look_up_pk PRIMARY KEY (id),
  CONSTRAINT subject_look_up_kind CHECK (kind = ANY (ARRAY['REFERENCE'::text, 'FILTER'::text, 'RIGHTS_REQUEST'::text, 'ACCOUNTING'::text, 'COVERAGE_PROOF'::text, 'EVALUATION'::text, 'LIST_MATCH'::text, 'BREACH_EXPORT'::text, 'REVEAL'::text]))
);
CREATE INDEX subject_look_up_recorded_by ON subject_look_up USING btree (recorded_by, id);
CREATE INDEX subject_look_up_subject ON subject_look_up USING btree (subject_number, id) WHERE subject_number IS NOT NULL;
GRANT INSERT, SELECT ON subject_look_up TO api;
GRANT INSERT ON subject_look_up TO scoped;
GRANT SELECT ON subject_look_up TO eraser;
GRANT SELECT ON subject_look_up TO reader;

CREATE TABLE subject_number_block (
  only_row boolean NOT NULL,
  next bigint NOT NULL,
  CONSTRAINT subject_number_block_pk PRIMARY KEY (only_row),
  CONSTRAINT subject_number_block_one_row CHECK (only_row)
);
GRANT SELECT, UPDATE (next) ON subject_number_block TO api;
GRANT SELECT, UPDATE (next) ON subject_number_block TO scoped;
GRANT SELECT ON subject_number_block TO eraser;

CREATE TABLE superseded (
  disclosure_id uuid NOT NULL,
  amendment_id uuid NOT NULL,
  CONSTRAINT superseded_pk PRIMARY KEY (disclosure_id)
);
ALTER TABLE superseded ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON superseded AS PERMISSIVE FOR ALL TO api, eraser, sequencer USING (true);
CREATE POLICY row_scope ON superseded AS PERMISSIVE FOR ALL TO PUBLIC USING ("right"(CURRENT_USER::text, 7) <> '_scoped'::text OR (EXISTS ( SELECT FROM disclosure WHERE disclosure.id = superseded.disclosure_id)));
GRANT INSERT, SELECT ON superseded TO api;
GRANT INSERT, SELECT ON superseded TO scoped;
GRANT SELECT ON superseded TO eraser;
GRANT SELECT ON superseded TO reader;
