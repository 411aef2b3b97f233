DROP INDEX log_events_by_ip;
DROP INDEX log_events_by_application;
DROP INDEX log_events_by_connection;
