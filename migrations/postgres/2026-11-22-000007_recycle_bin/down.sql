DROP TABLE deleted_users;
ALTER TABLE tenants DROP COLUMN deleted_user_days;
