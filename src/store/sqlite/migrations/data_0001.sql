-- Data: ciphertext. Rows lie in the order of their random ids, so that no order of insertion is kept.
CREATE TABLE installation (
  only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
  installation_id BLOB NOT NULL CHECK (length(installation_id) = 16)
) STRICT;

-- The expiry day is only for records without a subject, and is filled by later versions.
CREATE TABLE record (
  record_id BLOB NOT NULL PRIMARY KEY CHECK (length(record_id) = 16),
  tenant TEXT NOT NULL,
  key_id BLOB NOT NULL CHECK (length(key_id) = 16),
  record_type INTEGER NOT NULL,
  record_version INTEGER NOT NULL,
  schema_version INTEGER NOT NULL,
  expiry_day INTEGER,
  sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX record_by_key ON record (tenant, key_id, record_id);
