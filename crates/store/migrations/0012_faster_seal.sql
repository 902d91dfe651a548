-- A function with a search path of its own is never inlined, and sets the path at every call: twenty times an entry.
-- The sealing function, which calls these, sets it once; everything they name is qualified or of pg_catalog.
ALTER FUNCTION audit_field(text) RESET search_path;
ALTER FUNCTION audit_canonical(audit_entries) RESET search_path;
