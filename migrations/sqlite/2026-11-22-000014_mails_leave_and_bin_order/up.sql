-- When a mail of the outbox is to be tried next; nothing when it has left, or will not. Twin of
-- migrations/postgres/2026-11-22-000014_mails_leave_and_bin_order.
ALTER TABLE outbox ADD COLUMN due_at TIMESTAMP;
CREATE INDEX outbox_by_due ON outbox (due_at);
-- Mails go after a while, and with the user they are for.
CREATE INDEX outbox_by_age ON outbox (created_at);
CREATE INDEX outbox_by_user ON outbox (tenant_id, user_id);

-- Those who were deleted in one instant stand in the order of their ids; the ids of the deletions are random.
DROP INDEX deleted_users_by_date;
CREATE INDEX deleted_users_by_date ON deleted_users (tenant_id, deleted_at, user_id, deletion_id);
