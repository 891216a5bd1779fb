-- Small facts by name: settings, trusted time, the hub's generation, running numbers, the PIN's verifier and failed tries.
CREATE TABLE facts (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- How often each thing happened. No time, no word of anybody.
CREATE TABLE journal (
  code TEXT PRIMARY KEY,
  times INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What the plan of synchronisation remembers between two runs.
CREATE TABLE cursors (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- At which trusted time which boot was how old: dates identified records, and only those.
CREATE TABLE boots (
  number INTEGER PRIMARY KEY,
  boot TEXT NOT NULL UNIQUE,
  uptime INTEGER NOT NULL,
  time INTEGER NOT NULL
) STRICT;

-- Targets of the repository in use, bytes as received: manifests, descriptors, the fleet list, the reviewers list.
CREATE TABLE targets (
  name TEXT PRIMARY KEY,
  sha256 TEXT NOT NULL,
  bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Targets that were fetched and refused, so that they are not fetched again until the rules or the program change.
CREATE TABLE refused_targets (
  name TEXT PRIMARY KEY,
  sha256 TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE mailboxes (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

-- Sealed envelopes that wait. A new one takes the place of one chosen at random, which moves to a new place at the end: places and
-- pages of the file say nothing of the order. Rows of one kind have one size, so that a change of place leaves no trace; for the same
-- reason there is no index by digest (an index keeps its entries as they came within a page), and looking up reads this small table.
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

-- Sessions, as their openings. `records` holds the sorted ids of 16 bytes while the session is open; the sealed list replaces them.
CREATE TABLE sessions (
  number INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  opening TEXT NOT NULL,
  open INTEGER NOT NULL,
  collected INTEGER NOT NULL,
  records BLOB NOT NULL,
  closed_day TEXT
) STRICT;

-- Answers sealed to a session's key, beside nothing but the session. Placed at random like the outbox.
CREATE TABLE session_copies (
  slot INTEGER PRIMARY KEY,
  session INTEGER NOT NULL REFERENCES sessions (number)
) STRICT;
CREATE TABLE session_files (
  slot INTEGER PRIMARY KEY,
  file BLOB NOT NULL
) STRICT;

-- What was charted in the room.
CREATE TABLE boards (
  session INTEGER NOT NULL REFERENCES sessions (number),
  form BLOB NOT NULL,
  board TEXT NOT NULL,
  PRIMARY KEY (session, form)
) STRICT, WITHOUT ROWID;
