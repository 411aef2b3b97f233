-- Twin of migrations/sqlite/2026-11-22-000003_search.

-- Every searchable value of both metadata documents (`a.plan`, `u.display.fontSize`) and of what the providers of linked
-- accounts sent (`i.email`), one row for each. See src/store/search_values.rs.
CREATE TABLE user_search_values (
    tenant_id TEXT NOT NULL,
    path TEXT COLLATE "C" NOT NULL,
    value_text TEXT COLLATE "C" NOT NULL,
    user_id TEXT COLLATE "C" NOT NULL,
    value_num DOUBLE PRECISION,
    PRIMARY KEY (tenant_id, path, value_text, user_id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, user_id) ON DELETE CASCADE
);
CREATE INDEX user_search_values_by_user ON user_search_values (tenant_id, user_id, path);
CREATE INDEX user_search_values_by_number ON user_search_values (tenant_id, path, value_num, user_id) WHERE value_num IS NOT NULL;

-- How far the values of tenants that were there before this table are written; a row less when a tenant is done.
CREATE TABLE search_backfill (
    tenant_id TEXT NOT NULL PRIMARY KEY REFERENCES tenants (tenant_id) ON DELETE CASCADE,
    after_user_id TEXT COLLATE "C" NOT NULL
);
INSERT INTO search_backfill (tenant_id, after_user_id) SELECT tenant_id, '' FROM tenants;

CREATE TABLE user_views (
    tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id) ON DELETE CASCADE,
    view_id TEXT NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    query TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    PRIMARY KEY (tenant_id, view_id)
);
CREATE UNIQUE INDEX user_views_name ON user_views (tenant_id, name);

CREATE INDEX users_by_lower_email ON users (tenant_id, lower(email COLLATE "C"));
CREATE INDEX users_by_domain ON users (tenant_id, lower(substr(email, strpos(email, '@') + 1) COLLATE "C"));
CREATE INDEX users_by_given_name ON users (tenant_id, lower(given_name COLLATE "C"));
CREATE INDEX users_by_family_name ON users (tenant_id, lower(family_name COLLATE "C"));
CREATE INDEX users_by_nickname ON users (tenant_id, lower(nickname COLLATE "C"));
CREATE INDEX users_by_username ON users (tenant_id, username COLLATE "C") WHERE username IS NOT NULL;
CREATE INDEX users_by_phone_number ON users (tenant_id, phone_number COLLATE "C") WHERE phone_number IS NOT NULL;
CREATE INDEX users_by_last_ip ON users (tenant_id, last_ip COLLATE "C") WHERE last_ip IS NOT NULL;
CREATE INDEX users_by_updated ON users (tenant_id, updated_at);
CREATE INDEX identities_by_connection ON identities (tenant_id, connection, user_id);
CREATE INDEX identities_by_provider_user_id ON identities (tenant_id, provider_user_id);
