-- The filters of Logs walk to their events and not through everybody's: each of them ends as the list is sorted.
CREATE INDEX log_events_by_connection ON log_events (tenant_id, connection, date, log_id);
CREATE INDEX log_events_by_application ON log_events (tenant_id, client_id, date, log_id);
CREATE INDEX log_events_by_ip ON log_events (tenant_id, ip, date, log_id);
