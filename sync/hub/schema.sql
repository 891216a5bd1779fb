-- The hub's database as the migrations leave it (they say why each table is there); a test proves that both agree.
CREATE TABLE facts (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE envelopes (
  id INTEGER PRIMARY KEY,
  sha256 BLOB NOT NULL UNIQUE,
  mailbox TEXT NOT NULL,
  day TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  file BLOB NOT NULL
) STRICT;
CREATE INDEX envelopes_by_day ON envelopes (mailbox, day, sha256, size_bytes);

CREATE TABLE mailbox_totals (
  mailbox TEXT PRIMARY KEY,
  envelopes INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE daily_counts (
  day TEXT NOT NULL,
  terminal BLOB NOT NULL,
  mailbox TEXT NOT NULL,
  envelopes INTEGER NOT NULL,
  PRIMARY KEY (day, terminal, mailbox)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
  id INTEGER PRIMARY KEY,
  sha256 BLOB NOT NULL UNIQUE,
  terminal BLOB NOT NULL,
  mailbox TEXT NOT NULL,
  day TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  file BLOB NOT NULL
) STRICT;
CREATE INDEX quarantine_by_terminal ON quarantine (terminal, mailbox, size_bytes);

CREATE TABLE releases (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  sha256 BLOB NOT NULL UNIQUE,
  mailbox TEXT NOT NULL,
  day TEXT NOT NULL,
  statement TEXT NOT NULL
) STRICT;
CREATE INDEX releases_by_mailbox ON releases (mailbox, number);

CREATE TABLE enrolment_codes (
  code_sha256 BLOB PRIMARY KEY,
  name TEXT NOT NULL,
  site TEXT NOT NULL,
  expires INTEGER NOT NULL,
  used_by BLOB
) STRICT, WITHOUT ROWID;

CREATE TABLE enrolments (
  terminal BLOB PRIMARY KEY,
  name TEXT NOT NULL,
  site TEXT NOT NULL,
  day TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE statuses (
  terminal BLOB PRIMARY KEY,
  number INTEGER NOT NULL,
  day TEXT NOT NULL,
  statement TEXT NOT NULL
) STRICT, WITHOUT ROWID;
