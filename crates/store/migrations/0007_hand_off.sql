-- What goes to the sections, and their queues.
CREATE TABLE hand_offs (
    tenant_id uuid NOT NULL,
    hand_off_id uuid NOT NULL,
    case_id uuid NOT NULL,
    items jsonb NOT NULL, -- per section: procedures with the residents each concerns
    handed_by uuid NOT NULL,
    handed_at timestamptz NOT NULL,
    delivered_at timestamptz,
    PRIMARY KEY (tenant_id, hand_off_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, case_id),
    FOREIGN KEY (tenant_id, handed_by) REFERENCES staff (tenant_id, staff_id)
);
CREATE INDEX hand_offs_by_case ON hand_offs (tenant_id, case_id, handed_at);
CALL isolate('hand_offs', 'SELECT, INSERT, UPDATE (delivered_at)');

CREATE TABLE queue_items (
    tenant_id uuid NOT NULL,
    queue_item_id uuid NOT NULL,
    case_id uuid NOT NULL,
    section_id uuid NOT NULL,
    hand_off_id uuid NOT NULL, -- the newest one that reached the section
    procedures jsonb NOT NULL,
    state text NOT NULL CHECK (state IN ('received', 'in_review', 'sent_back', 'provisional', 'completed')),
    send_back_reason text NOT NULL,
    assignee uuid,
    version int NOT NULL,
    received_at timestamptz NOT NULL,
    changed_by uuid, -- null: the system
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, queue_item_id),
    UNIQUE (tenant_id, hand_off_id, section_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, case_id),
    FOREIGN KEY (tenant_id, section_id) REFERENCES sections (tenant_id, section_id),
    FOREIGN KEY (tenant_id, hand_off_id) REFERENCES hand_offs (tenant_id, hand_off_id),
    FOREIGN KEY (tenant_id, assignee) REFERENCES staff (tenant_id, staff_id),
    FOREIGN KEY (tenant_id, changed_by) REFERENCES staff (tenant_id, staff_id)
);
CREATE INDEX queue_items_by_case ON queue_items (tenant_id, case_id);
CREATE INDEX queue_items_by_section ON queue_items (tenant_id, section_id, state, received_at);
CALL isolate('queue_items', 'SELECT, INSERT, UPDATE');

CREATE TABLE queue_events (
    tenant_id uuid NOT NULL,
    event_id uuid NOT NULL,
    queue_item_id uuid NOT NULL,
    item_version int NOT NULL,
    from_state text,
    to_state text NOT NULL,
    staff_id uuid, -- null: the system
    reason text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, event_id),
    FOREIGN KEY (tenant_id, queue_item_id) REFERENCES queue_items (tenant_id, queue_item_id),
    FOREIGN KEY (tenant_id, staff_id) REFERENCES staff (tenant_id, staff_id)
);
CREATE INDEX queue_events_by_item ON queue_events (tenant_id, queue_item_id, item_version);
CALL isolate('queue_events', 'SELECT, INSERT');
