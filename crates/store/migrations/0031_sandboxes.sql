-- A municipality can have a sandbox: a municipality of its own with invented people, for those who write programs.
ALTER TABLE tenants
    ADD COLUMN sandbox boolean NOT NULL DEFAULT false, -- this is one
    ADD COLUMN sandbox_host text; -- the host name of this municipality's own
