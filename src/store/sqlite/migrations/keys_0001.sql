-- Keys: wrapped keys only. Only its newest state is ever kept.
CREATE TABLE installation (
  only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
  installation_id BLOB NOT NULL CHECK (length(installation_id) = 16),
  root_epoch INTEGER NOT NULL,
  root_id BLOB NOT NULL CHECK (length(root_id) = 16)
) STRICT;

CREATE TABLE tenant_key (
  tenant TEXT NOT NULL,
  kind TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  key_id BLOB NOT NULL CHECK (length(key_id) = 16),
  wrapped BLOB NOT NULL,
  commitment BLOB NOT NULL CHECK (length(commitment) = 32),
  PRIMARY KEY (tenant, kind, epoch, generation)
) STRICT, WITHOUT ROWID;

-- One key per person, purpose and generation. Head, expiry day and hold are filled by later versions.
CREATE TABLE subject_key (
  key_id BLOB NOT NULL PRIMARY KEY CHECK (length(key_id) = 16),
  tenant TEXT NOT NULL,
  pseudonym BLOB NOT NULL CHECK (length(pseudonym) = 16),
  purpose TEXT NOT NULL,
  generation INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  commitment BLOB NOT NULL CHECK (length(commitment) = 32),
  head BLOB,
  head_counter INTEGER NOT NULL DEFAULT 0,
  expiry_day INTEGER,
  hold INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX subject_key_of_subject ON subject_key (tenant, pseudonym, purpose, generation);
CREATE INDEX subject_key_by_expiry ON subject_key (expiry_day, key_id);

-- Receipts of erasures, under a keyed hash of the pseudonym.
CREATE TABLE receipt (
  subject_hash BLOB NOT NULL PRIMARY KEY CHECK (length(subject_hash) = 32),
  tenant TEXT NOT NULL,
  receipt_id BLOB NOT NULL CHECK (length(receipt_id) = 16),
  erased_day INTEGER NOT NULL,
  erased_keys INTEGER NOT NULL,
  erased_records INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
