DROP INDEX deleted_users_by_date;
CREATE INDEX deleted_users_by_date ON deleted_users (tenant_id, deleted_at, deletion_id);
DROP INDEX outbox_by_user;
DROP INDEX outbox_by_age;
DROP INDEX outbox_by_due;
ALTER TABLE outbox DROP COLUMN due_at;
