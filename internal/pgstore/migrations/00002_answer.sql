-- +goose Up
ALTER TABLE incidentmap_log.answered ADD COLUMN answer text NOT NULL DEFAULT ''; -- what the sender was told
