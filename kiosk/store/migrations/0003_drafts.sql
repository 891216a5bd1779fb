-- What the present person has answered so far: one row, overwritten at each save, sealed under a key that is not on this disk.
CREATE TABLE drafts (
  slot INTEGER PRIMARY KEY CHECK (slot = 1),
  sealed BLOB NOT NULL
) STRICT;

-- Answers to long forms that their person will go on with, sealed under the words that the person keeps. Found by a digest of the words'
-- public key, so that the rows lie in no order of time; the last day is what makes them go.
CREATE TABLE kept_drafts (
  slot BLOB PRIMARY KEY,
  last_day TEXT NOT NULL,
  sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
