-- Twin of migrations/postgres/2026-11-22-000001_house: equal names, equal columns; only the row sequence and the
-- substring index are spelled differently. tests/suite/schema.rs compares the two.

CREATE TABLE tenants (
    tenant_id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    is_default BOOLEAN NOT NULL DEFAULT FALSE,
    sign_in_as_user BOOLEAN NOT NULL DEFAULT FALSE,
    log_retention_days INTEGER NOT NULL DEFAULT 30
);

CREATE TABLE user_totals (
    tenant_id TEXT NOT NULL PRIMARY KEY REFERENCES tenants (tenant_id) ON DELETE CASCADE,
    total BIGINT NOT NULL
);

CREATE TABLE applications (
    tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id) ON DELETE CASCADE,
    client_id TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    kind TEXT NOT NULL,
    callbacks TEXT NOT NULL,
    logout_urls TEXT NOT NULL,
    origins TEXT NOT NULL,
    client_secret_hash TEXT,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, client_id)
);
CREATE UNIQUE INDEX applications_name ON applications (tenant_id, name);

CREATE TABLE connections (
    tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id) ON DELETE CASCADE,
    connection_id TEXT NOT NULL,
    name TEXT NOT NULL,
    strategy TEXT NOT NULL,
    display_name TEXT NOT NULL,
    options TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, connection_id)
);
CREATE UNIQUE INDEX connections_name ON connections (tenant_id, name);

CREATE TABLE connection_applications (
    tenant_id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    PRIMARY KEY (tenant_id, connection_id, client_id),
    FOREIGN KEY (tenant_id, connection_id) REFERENCES connections (tenant_id, connection_id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, client_id) REFERENCES applications (tenant_id, client_id) ON DELETE CASCADE
);
CREATE INDEX connection_applications_client ON connection_applications (tenant_id, client_id);

CREATE TABLE resource_servers (
    tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id) ON DELETE CASCADE,
    resource_server_id TEXT NOT NULL,
    name TEXT NOT NULL,
    identifier TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, resource_server_id)
);
CREATE UNIQUE INDEX resource_servers_identifier ON resource_servers (tenant_id, identifier);
CREATE INDEX resource_servers_name ON resource_servers (tenant_id, name);

CREATE TABLE permissions (
    tenant_id TEXT NOT NULL,
    resource_server_id TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    PRIMARY KEY (tenant_id, resource_server_id, name),
    FOREIGN KEY (tenant_id, resource_server_id) REFERENCES resource_servers (tenant_id, resource_server_id) ON DELETE CASCADE
);

CREATE TABLE roles (
    tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id) ON DELETE CASCADE,
    role_id TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, role_id)
);
CREATE UNIQUE INDEX roles_name ON roles (tenant_id, name);
CREATE INDEX roles_by_name ON roles (tenant_id, lower(name), role_id);

CREATE TABLE role_permissions (
    tenant_id TEXT NOT NULL,
    role_id TEXT NOT NULL,
    resource_server_id TEXT NOT NULL,
    permission_name TEXT NOT NULL,
    PRIMARY KEY (tenant_id, role_id, resource_server_id, permission_name),
    FOREIGN KEY (tenant_id, role_id) REFERENCES roles (tenant_id, role_id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, resource_server_id, permission_name) REFERENCES permissions (tenant_id, resource_server_id, name) ON DELETE CASCADE
);
CREATE INDEX role_permissions_permission ON role_permissions (tenant_id, resource_server_id, permission_name);

CREATE TABLE users (
    tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id) ON DELETE CASCADE,
    user_id TEXT NOT NULL,
    seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    connection TEXT NOT NULL,
    strategy TEXT NOT NULL,
    email TEXT,
    email_verified BOOLEAN NOT NULL,
    username TEXT,
    phone_number TEXT,
    phone_verified BOOLEAN NOT NULL,
    name TEXT,
    given_name TEXT,
    family_name TEXT,
    nickname TEXT,
    picture TEXT,
    user_metadata TEXT NOT NULL,
    app_metadata TEXT NOT NULL,
    profile TEXT NOT NULL,
    blocked BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    last_login TIMESTAMP,
    last_ip TEXT,
    logins_count BIGINT NOT NULL,
    last_password_reset TIMESTAMP,
    multifactor_last_modified TIMESTAMP,
    name_key TEXT NOT NULL,
    search_text TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    last_login_key TIMESTAMP NOT NULL GENERATED ALWAYS AS (COALESCE(last_login, '1970-01-01 00:00:00')) STORED,
    status_rank INTEGER NOT NULL GENERATED ALWAYS AS (
        CASE WHEN blocked THEN 0 WHEN logins_count = 0 THEN 1 WHEN email IS NOT NULL AND NOT email_verified THEN 2 ELSE 3 END
    ) STORED,
    FOREIGN KEY (tenant_id, connection) REFERENCES connections (tenant_id, name) ON DELETE CASCADE
);
CREATE UNIQUE INDEX users_pkey ON users (tenant_id, user_id);
CREATE INDEX users_by_created ON users (tenant_id, created_at, user_id);
CREATE INDEX users_by_name ON users (tenant_id, name_key, user_id);
CREATE INDEX users_by_connection ON users (tenant_id, connection, user_id);
CREATE INDEX users_by_logins ON users (tenant_id, logins_count, user_id);
CREATE INDEX users_by_last_login ON users (tenant_id, last_login_key, user_id);
CREATE INDEX users_by_status ON users (tenant_id, status_rank, user_id);
CREATE INDEX users_by_email ON users (tenant_id, email);
CREATE INDEX users_blocked ON users (tenant_id, created_at, user_id) WHERE blocked;
CREATE INDEX users_pending ON users (tenant_id, created_at, user_id) WHERE logins_count = 0;
CREATE INDEX users_unverified ON users (tenant_id, created_at, user_id) WHERE NOT email_verified;

CREATE TABLE identities (
    tenant_id TEXT NOT NULL,
    provider TEXT NOT NULL,
    provider_user_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    connection TEXT NOT NULL,
    is_social BOOLEAN NOT NULL,
    login_email TEXT,
    login_username TEXT,
    profile_data TEXT NOT NULL,
    PRIMARY KEY (tenant_id, provider, provider_user_id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, user_id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, connection) REFERENCES connections (tenant_id, name) ON DELETE CASCADE
);
CREATE UNIQUE INDEX identities_position ON identities (tenant_id, user_id, position);
CREATE UNIQUE INDEX identities_login_email ON identities (tenant_id, connection, login_email);
CREATE UNIQUE INDEX identities_login_username ON identities (tenant_id, connection, login_username);

CREATE TABLE password_credentials (
    tenant_id TEXT NOT NULL,
    provider TEXT NOT NULL,
    provider_user_id TEXT NOT NULL,
    hash TEXT NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    must_change BOOLEAN NOT NULL,
    PRIMARY KEY (tenant_id, provider, provider_user_id),
    FOREIGN KEY (tenant_id, provider, provider_user_id) REFERENCES identities (tenant_id, provider, provider_user_id) ON DELETE CASCADE
);

CREATE TABLE user_roles (
    tenant_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    role_id TEXT NOT NULL,
    assigned_at TIMESTAMP NOT NULL,
    PRIMARY KEY (tenant_id, user_id, role_id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, user_id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, role_id) REFERENCES roles (tenant_id, role_id) ON DELETE CASCADE
);
CREATE INDEX user_roles_by_role ON user_roles (tenant_id, role_id, user_id);

CREATE TABLE user_permissions (
    tenant_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    resource_server_id TEXT NOT NULL,
    permission_name TEXT NOT NULL,
    assigned_at TIMESTAMP NOT NULL,
    PRIMARY KEY (tenant_id, user_id, resource_server_id, permission_name),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, user_id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, resource_server_id, permission_name) REFERENCES permissions (tenant_id, resource_server_id, name) ON DELETE CASCADE
);
CREATE INDEX user_permissions_by_permission ON user_permissions (tenant_id, resource_server_id, permission_name);

CREATE TABLE device_credentials (
    tenant_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    device_name TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    last_used_at TIMESTAMP,
    ip TEXT,
    user_agent TEXT,
    PRIMARY KEY (tenant_id, device_id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, user_id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, client_id) REFERENCES applications (tenant_id, client_id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX device_credentials_token ON device_credentials (tenant_id, token_hash);
CREATE INDEX device_credentials_by_user ON device_credentials (tenant_id, user_id, created_at);
CREATE INDEX device_credentials_by_application ON device_credentials (tenant_id, client_id);

CREATE TABLE grants (
    tenant_id TEXT NOT NULL,
    grant_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    audience TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (tenant_id, grant_id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, user_id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, client_id) REFERENCES applications (tenant_id, client_id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX grants_triple ON grants (tenant_id, user_id, client_id, audience);
CREATE INDEX grants_by_application ON grants (tenant_id, client_id);

CREATE TABLE mfa_enrollments (
    tenant_id TEXT NOT NULL,
    enrollment_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    identifier TEXT,
    secret_hash TEXT,
    enrolled_at TIMESTAMP NOT NULL,
    last_used_at TIMESTAMP,
    PRIMARY KEY (tenant_id, enrollment_id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, user_id) ON DELETE CASCADE
);
CREATE INDEX mfa_enrollments_by_user ON mfa_enrollments (tenant_id, user_id, enrolled_at);

CREATE TABLE user_sessions (
    tenant_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    client_id TEXT,
    created_at TIMESTAMP NOT NULL,
    last_active_at TIMESTAMP NOT NULL,
    ip TEXT,
    user_agent TEXT,
    PRIMARY KEY (tenant_id, session_id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, user_id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, client_id) REFERENCES applications (tenant_id, client_id) ON DELETE CASCADE
);
CREATE INDEX user_sessions_by_user ON user_sessions (tenant_id, user_id, last_active_at);
CREATE INDEX user_sessions_by_application ON user_sessions (tenant_id, client_id);

CREATE TABLE tickets (
    tenant_id TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    kind TEXT NOT NULL,
    user_id TEXT NOT NULL,
    email TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP,
    PRIMARY KEY (tenant_id, token_hash),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, user_id) ON DELETE CASCADE
);
CREATE INDEX tickets_by_user ON tickets (tenant_id, user_id);

CREATE TABLE log_events (
    tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id) ON DELETE CASCADE,
    log_id TEXT NOT NULL,
    date TIMESTAMP NOT NULL,
    type TEXT NOT NULL,
    description TEXT,
    user_id TEXT,
    user_name TEXT,
    connection TEXT,
    strategy TEXT,
    client_id TEXT,
    client_name TEXT,
    ip TEXT,
    user_agent TEXT,
    country_code TEXT,
    country TEXT,
    city TEXT,
    latitude DOUBLE PRECISION,
    longitude DOUBLE PRECISION,
    actor_kind TEXT NOT NULL,
    actor_id TEXT,
    actor_name TEXT,
    diff TEXT NOT NULL,
    details TEXT NOT NULL,
    PRIMARY KEY (tenant_id, log_id)
);
CREATE INDEX log_events_by_date ON log_events (tenant_id, date, log_id);
CREATE INDEX log_events_by_user ON log_events (tenant_id, user_id, date, log_id);
CREATE INDEX log_events_by_type ON log_events (tenant_id, type, date, log_id);
CREATE INDEX log_events_by_user_name ON log_events (tenant_id, lower(user_name), user_id);
-- Holds all that the map of a user's logins adds up.
CREATE INDEX log_events_located ON log_events (tenant_id, user_id, city, country_code, date, country, latitude, longitude, type)
    WHERE type = 's' AND latitude IS NOT NULL;

CREATE TABLE outbox (
    tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id) ON DELETE CASCADE,
    mail_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    user_id TEXT,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body_text TEXT NOT NULL,
    body_html TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    sent_at TIMESTAMP,
    attempts INTEGER NOT NULL DEFAULT 0,
    last_error TEXT,
    PRIMARY KEY (tenant_id, mail_id)
);
CREATE INDEX outbox_by_date ON outbox (tenant_id, created_at, mail_id);

CREATE TABLE operators (
    operator_id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    password_hash TEXT,
    is_demo BOOLEAN NOT NULL DEFAULT FALSE,
    created_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX operators_email ON operators (email);

CREATE TABLE operator_memberships (
    tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id) ON DELETE CASCADE,
    operator_id TEXT NOT NULL REFERENCES operators (operator_id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    PRIMARY KEY (tenant_id, operator_id)
);
CREATE INDEX operator_memberships_by_operator ON operator_memberships (operator_id);

CREATE TABLE operator_sessions (
    id_hash TEXT NOT NULL PRIMARY KEY,
    operator_id TEXT REFERENCES operators (operator_id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    ip TEXT,
    user_agent TEXT,
    created_at TIMESTAMP NOT NULL,
    last_seen_at TIMESTAMP NOT NULL
);
CREATE INDEX operator_sessions_by_operator ON operator_sessions (operator_id);
CREATE INDEX operator_sessions_by_age ON operator_sessions (last_seen_at);

CREATE TABLE sign_in_throttles (
    throttle_key TEXT NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_failed_at TIMESTAMP NOT NULL,
    locked_until TIMESTAMP
);
CREATE INDEX sign_in_throttles_by_age ON sign_in_throttles (last_failed_at);

CREATE VIRTUAL TABLE users_search USING fts5 (
    search_text, content = 'users', content_rowid = 'seq', tokenize = 'trigram', detail = 'full', columnsize = 0
);
CREATE TRIGGER users_search_insert AFTER INSERT ON users BEGIN
    INSERT INTO users_search (rowid, search_text) VALUES (new.seq, new.search_text);
END;
CREATE TRIGGER users_search_delete AFTER DELETE ON users BEGIN
    INSERT INTO users_search (users_search, rowid, search_text) VALUES ('delete', old.seq, old.search_text);
END;
CREATE TRIGGER users_search_update AFTER UPDATE OF search_text ON users WHEN old.search_text <> new.search_text BEGIN
    INSERT INTO users_search (users_search, rowid, search_text) VALUES ('delete', old.seq, old.search_text);
    INSERT INTO users_search (rowid, search_text) VALUES (new.seq, new.search_text);
END;

CREATE TRIGGER tenants_totals AFTER INSERT ON tenants BEGIN
    INSERT INTO user_totals (tenant_id, total) VALUES (new.tenant_id, 0);
END;
CREATE TRIGGER users_total_insert AFTER INSERT ON users BEGIN
    UPDATE user_totals SET total = total + 1 WHERE tenant_id = new.tenant_id;
END;
CREATE TRIGGER users_total_delete AFTER DELETE ON users BEGIN
    UPDATE user_totals SET total = total - 1 WHERE tenant_id = old.tenant_id;
END;
