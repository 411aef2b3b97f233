-- Users who were deleted and can be restored for a while: nothing that reads users sees them. Twin of
-- migrations/sqlite/2026-11-22-000007_recycle_bin.

-- For how many days; 0 deletes at once and for good.
ALTER TABLE tenants ADD COLUMN deleted_user_days INTEGER NOT NULL DEFAULT 0;

-- A row is called as the log event of its deletion. The document holds the user with all that comes back with them, see
-- src/store/whole_user.rs.
CREATE TABLE deleted_users (
    tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id) ON DELETE CASCADE,
    deletion_id TEXT COLLATE "C" NOT NULL,
    user_id TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    email TEXT,
    -- What the list is searched by: the address in lower case, or nothing.
    email_key TEXT COLLATE "C" NOT NULL,
    connection TEXT COLLATE "C" NOT NULL,
    strategy TEXT NOT NULL,
    deleted_at TIMESTAMP NOT NULL,
    deleted_by TEXT,
    restorable_until TIMESTAMP NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (tenant_id, deletion_id)
);
CREATE INDEX deleted_users_by_date ON deleted_users (tenant_id, deleted_at, deletion_id);
CREATE INDEX deleted_users_by_email ON deleted_users (tenant_id, email_key, deleted_at, deletion_id);
CREATE INDEX deleted_users_by_end ON deleted_users (restorable_until);
