-- Which record the last correction of a code was, so that another one made on this terminal follows it. Found by a digest of the code's
-- public key: it tells nothing to whoever has not the code. Only codes that came back leave a row, until its last day.
CREATE TABLE corrections (
  slot BLOB PRIMARY KEY,
  record BLOB NOT NULL,
  last_day TEXT NOT NULL
) STRICT, WITHOUT ROWID;
