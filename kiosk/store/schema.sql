-- state.db as the migrations leave it (they say why each table is there); a test proves that both agree.
CREATE TABLE facts (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
  code TEXT PRIMARY KEY,
  times INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE happenings (
  number INTEGER PRIMARY KEY,
  minute INTEGER,
  code TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;

CREATE TABLE cursors (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE boots (
  number INTEGER PRIMARY KEY,
  boot TEXT NOT NULL UNIQUE,
  uptime INTEGER NOT NULL,
  time INTEGER NOT NULL
) STRICT;

CREATE TABLE targets (
  name TEXT PRIMARY KEY,
  sha256 TEXT NOT NULL,
  bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE refused_targets (
  name TEXT PRIMARY KEY,
  sha256 TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE mailboxes (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE outbox (
  slot INTEGER PRIMARY KEY,
  sha256 BLOB NOT NULL,
  mailbox INTEGER NOT NULL REFERENCES mailboxes (number),
  received INTEGER NOT NULL
) STRICT;
CREATE TABLE outbox_files (
  slot INTEGER PRIMARY KEY,
  postmark TEXT NOT NULL,
  file BLOB NOT NULL
) STRICT;

CREATE TABLE sessions (
  number INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  opening TEXT NOT NULL,
  open INTEGER NOT NULL,
  collected INTEGER NOT NULL,
  records BLOB NOT NULL,
  closed_day TEXT
) STRICT;

CREATE TABLE session_copies (
  slot INTEGER PRIMARY KEY,
  session INTEGER NOT NULL REFERENCES sessions (number)
) STRICT;
CREATE TABLE session_files (
  slot INTEGER PRIMARY KEY,
  file BLOB NOT NULL
) STRICT;

CREATE TABLE boards (
  session INTEGER NOT NULL REFERENCES sessions (number),
  form BLOB NOT NULL,
  board TEXT NOT NULL,
  PRIMARY KEY (session, form)
) STRICT, WITHOUT ROWID;

CREATE TABLE drafts (
  slot INTEGER PRIMARY KEY CHECK (slot = 1),
  sealed BLOB NOT NULL
) STRICT;

CREATE TABLE kept_drafts (
  slot BLOB PRIMARY KEY,
  last_day TEXT NOT NULL,
  sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE corrections (
  slot BLOB PRIMARY KEY,
  record BLOB NOT NULL,
  last_day TEXT NOT NULL
) STRICT, WITHOUT ROWID;
