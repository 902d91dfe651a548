-- The マイナンバーカード at the counter: leave to read one, what was read, 個人番号, signatures by card.

-- One page's leave to use a terminal's bridge, for a few minutes. What comes of it is taken once.
CREATE TABLE card_pairings (
    tenant_id uuid NOT NULL REFERENCES tenants,
    pairing_id uuid NOT NULL,
    staff_id uuid NOT NULL,
    case_id uuid, -- null: before a case is open
    challenge bytea NOT NULL CHECK (length(challenge) = 32),
    application_id uuid, -- to be signed, in this version
    application_version int,
    document bytea, -- the very bytes to be signed
    resident_id uuid, -- whose 個人番号 may be read, for which procedure
    procedure_id text COLLATE "C",
    issued_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (tenant_id, pairing_id),
    FOREIGN KEY (tenant_id, staff_id) REFERENCES staff (tenant_id, staff_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, case_id),
    FOREIGN KEY (tenant_id, application_id, application_version)
        REFERENCES application_versions (tenant_id, application_id, version),
    CHECK ((application_id IS NULL) = (document IS NULL)),
    CHECK ((resident_id IS NULL) = (procedure_id IS NULL)),
    CHECK (expires_at > issued_at)
);
CREATE INDEX card_pairings_by_end ON card_pairings (tenant_id, expires_at);
CALL isolate('card_pairings', 'SELECT, INSERT, UPDATE (used_at, document, application_id, application_version), DELETE');

CREATE TABLE card_readings (
    tenant_id uuid NOT NULL REFERENCES tenants,
    reading_id uuid NOT NULL,
    case_id uuid, -- null: before a case is open
    resident_id uuid, -- whose card it is, by an officer's decision; also of someone who was entered
    method text NOT NULL CHECK (method IN ('verification_number_a', 'verification_number_b', 'pin')),
    holder jsonb NOT NULL, -- the four attributes as the card holds them
    expires_on date,
    genuineness text NOT NULL CHECK (genuineness IN ('proven', 'consistent', 'altered', 'not_given')),
    certificate jsonb,
    name_picture bytea, -- as printed on the card: PNG
    address_picture bytea,
    read_by uuid NOT NULL,
    read_at timestamptz NOT NULL,
    decision text CHECK (decision <> ''),
    decided_by uuid,
    decided_at timestamptz,
    PRIMARY KEY (tenant_id, reading_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, case_id),
    FOREIGN KEY (tenant_id, read_by) REFERENCES staff (tenant_id, staff_id),
    FOREIGN KEY (tenant_id, decided_by) REFERENCES staff (tenant_id, staff_id),
    CHECK ((decision IS NULL) = (decided_by IS NULL)),
    CHECK ((decision IS NULL) = (decided_at IS NULL))
);
CREATE INDEX card_readings_by_case ON card_readings (tenant_id, case_id, read_at) WHERE case_id IS NOT NULL;
CREATE INDEX card_readings_unused ON card_readings (tenant_id, read_at) WHERE case_id IS NULL;
CALL isolate('card_readings',
    'SELECT, INSERT, UPDATE (case_id, resident_id, decision, decided_by, decided_at), DELETE');

-- 個人番号 that a procedure's law needs, sealed to a key that the database does not hold. Deleted by rule.
CREATE TABLE individual_numbers (
    tenant_id uuid NOT NULL REFERENCES tenants,
    number_id uuid NOT NULL, -- also the pairing that it was read under
    case_id uuid NOT NULL,
    resident_id uuid NOT NULL,
    procedure_id text COLLATE "C" NOT NULL, -- whose law needs it
    encapsulated bytea, -- null once it is deleted
    ciphertext bytea,
    read_by uuid NOT NULL,
    read_at timestamptz NOT NULL,
    delete_at timestamptz NOT NULL,
    deleted_at timestamptz,
    PRIMARY KEY (tenant_id, number_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, case_id),
    FOREIGN KEY (tenant_id, read_by) REFERENCES staff (tenant_id, staff_id),
    CHECK ((ciphertext IS NULL) = (deleted_at IS NOT NULL)),
    CHECK ((encapsulated IS NULL) = (ciphertext IS NULL))
);
CREATE INDEX individual_numbers_by_case ON individual_numbers (tenant_id, case_id);
CREATE INDEX individual_numbers_to_delete ON individual_numbers (tenant_id, delete_at) WHERE deleted_at IS NULL;
CALL isolate('individual_numbers', 'SELECT, INSERT, UPDATE (encapsulated, ciphertext, deleted_at)');

-- Signatures by card: what was signed, byte for byte, the signature (CMS, detached), and what was found about it.
ALTER TABLE signatures DROP CONSTRAINT signatures_kind_check;
ALTER TABLE signatures ADD CONSTRAINT signatures_kind_check CHECK (kind IN ('paper', 'touch', 'card'));
-- A document that was signed by card may hold a drawn signature too.
ALTER TABLE signatures DROP CONSTRAINT signatures_check;
ALTER TABLE signatures ADD CONSTRAINT signatures_strokes_check
    CHECK (kind = 'card' OR (kind = 'touch') = (strokes IS NOT NULL));
CREATE TABLE card_signatures (
    tenant_id uuid NOT NULL,
    signature_id uuid NOT NULL,
    document bytea NOT NULL,
    cms bytea NOT NULL,
    certificate bytea NOT NULL, -- the signer's, DER
    certificate_check jsonb NOT NULL,
    revocation bytea, -- what the source answered, byte for byte
    attributes jsonb NOT NULL, -- the signer as the certificate names them
    PRIMARY KEY (tenant_id, signature_id),
    FOREIGN KEY (tenant_id, signature_id) REFERENCES signatures (tenant_id, signature_id)
);
CALL isolate('card_signatures', 'SELECT, INSERT');
