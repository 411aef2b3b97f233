ALTER TABLE operators ADD COLUMN last_sign_in_at TIMESTAMP;
ALTER TABLE operators ADD COLUMN time_zone TEXT NOT NULL DEFAULT 'UTC';

-- The single-use links with which operators choose their password.
CREATE TABLE operator_tickets (
    tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id) ON DELETE CASCADE,
    token_hash TEXT NOT NULL,
    operator_id TEXT NOT NULL REFERENCES operators (operator_id) ON DELETE CASCADE,
    email TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP,
    PRIMARY KEY (tenant_id, token_hash)
);
CREATE INDEX operator_tickets_by_operator ON operator_tickets (operator_id);
CREATE INDEX operator_tickets_by_age ON operator_tickets (expires_at);
CREATE INDEX tickets_by_age ON tickets (expires_at);

-- When each piece of upkeep is due next: who moves the instant on does the work, whichever replica it is.
CREATE TABLE upkeep (
    task TEXT NOT NULL PRIMARY KEY,
    due_at TIMESTAMP NOT NULL
);

-- Former passwords, newest last, for connections that refuse them.
CREATE TABLE former_passwords (
    tenant_id TEXT NOT NULL,
    provider TEXT NOT NULL,
    provider_user_id TEXT COLLATE "C" NOT NULL,
    number BIGINT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (tenant_id, provider, provider_user_id, number),
    FOREIGN KEY (tenant_id, provider, provider_user_id) REFERENCES identities (tenant_id, provider, provider_user_id) ON DELETE CASCADE
);

-- Browsers in which a user need not give a second factor for a while.
CREATE TABLE remembered_browsers (
    tenant_id TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    user_id TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    ip TEXT,
    user_agent TEXT,
    PRIMARY KEY (tenant_id, token_hash),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, user_id) ON DELETE CASCADE
);
CREATE INDEX remembered_browsers_by_user ON remembered_browsers (tenant_id, user_id, created_at);
CREATE INDEX remembered_browsers_by_age ON remembered_browsers (expires_at);

CREATE INDEX applications_by_name ON applications (tenant_id, lower(name), client_id);
CREATE INDEX connections_by_label ON connections (tenant_id, lower((CASE WHEN display_name = '' THEN name ELSE display_name END) COLLATE "C"), connection_id);
CREATE INDEX resource_servers_by_name ON resource_servers (tenant_id, lower(name), resource_server_id);
