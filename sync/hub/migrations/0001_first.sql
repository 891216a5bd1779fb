-- Facts about this database itself: its generation.
CREATE TABLE facts (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Sealed envelopes. The row says which mailbox, how large (padding makes that a class of sizes) and on which day it came; nothing
-- says who brought it. The id comes from the digest, so that not even the order of rows tells the order of arrival.
CREATE TABLE envelopes (
  id INTEGER PRIMARY KEY,
  sha256 BLOB NOT NULL UNIQUE,
  mailbox TEXT NOT NULL,
  day TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  file BLOB NOT NULL
) STRICT;
CREATE INDEX envelopes_by_day ON envelopes (mailbox, day, sha256, size_bytes);

-- Running totals, for quotas.
CREATE TABLE mailbox_totals (
  mailbox TEXT PRIMARY KEY,
  envelopes INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How many envelopes a terminal brought today; earlier days are deleted.
CREATE TABLE daily_counts (
  day TEXT NOT NULL,
  terminal BLOB NOT NULL,
  mailbox TEXT NOT NULL,
  envelopes INTEGER NOT NULL,
  PRIMARY KEY (day, terminal, mailbox)
) STRICT, WITHOUT ROWID;

-- Envelopes of terminals that are not listed yet, with who brought them: moved to envelopes, without that, once the terminal is listed.
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

-- Signed releases, as received. The number is the terminals' cursor.
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
