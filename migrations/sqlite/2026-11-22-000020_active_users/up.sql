-- The list of active users in its own order: among many who have never signed in, as after an import, they were far apart.
-- Twin of migrations/postgres/2026-11-22-000020_active_users.

CREATE INDEX users_active ON users (tenant_id, created_at, user_id) WHERE status_rank = 3;
