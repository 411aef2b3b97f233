DROP INDEX users_active;
