-- What happened to the terminal, for its team: a code, a detail that is a code or a count, and the minute when a clock could be
-- believed. Nothing that a visitor did is noted here.
CREATE TABLE happenings (
  number INTEGER PRIMARY KEY,
  minute INTEGER,
  code TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;
