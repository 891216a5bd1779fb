# assets/i18n/fr.po and en.po -> the typed texts of the terminal: strings.hpp (enum Text) and string_tables.hpp (the words).
# Usage: awk -v keys=strings.hpp.new -v tables=string_tables.hpp.new -f translations.awk fr.po en.po
# Refused, naming file and line: a text that one language lacks, an empty text, a key said twice, a plural in one language only, and
# other arguments ({0}, {1}…) in one language than in the other. Keys are lower-case words joined by . or -.
function stop(what) { printf "%s:%d: %s\n", FILENAME, FNR, what > "/dev/stderr"; failed = 1; exit 1 }
function enum_name(key,   parts, n, i, out) {
  n = split(key, parts, /[.-]/)
  out = ""
  for (i = 1; i <= n; i++) out = out toupper(substr(parts[i], 1, 1)) substr(parts[i], 2)
  return out
}
function arguments(text,   found, out) {
  delete found
  out = ""
  while (match(text, /\{[0-9]\}/)) { found[substr(text, RSTART + 1, 1)] = 1; text = substr(text, RSTART + RLENGTH) }
  for (i = 0; i < 10; i++) if (i in found) out = out i
  return out
}
function quoted(line) {
  if (line !~ /^".*"$/) stop("a text stands between double quotes")
  return substr(line, 2, length(line) - 2)
}
function keep() {
  if (id == "") return
  if (one == "") stop("\"" id "\" has no text")
  if (plural && other == "") stop("\"" id "\" has no msgstr[1]")
  if ((lang, id) in text) stop("\"" id "\" is there twice")
  text[lang, id] = one
  more[lang, id] = plural ? other : one
  plurals[lang, id] = plural
  if (lang == 1) order[++count] = id
  if (lang == 2) {
    if (!((1, id) in text)) stop("\"" id "\" is not in the French file")
    if (plurals[1, id] != plural) stop("\"" id "\" has a plural in one language only")
    if (arguments(more[1, id]) != arguments(more[2, id])) stop("\"" id "\": the arguments are not those of the French text")
  }
  id = ""
}
FNR == 1 { keep(); lang++ }
/^#/ || /^[ \t\r]*$/ { next }
/^msgid / {
  keep()
  id = quoted(substr($0, 7)); one = ""; other = ""; plural = 0; where = "id"
  if (id != "" && id !~ /^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/) stop("\"" id "\" is not a key")
  next
}
/^msgid_plural / { plural = 1; where = "id"; next }
/^msgstr / { one = quoted(substr($0, 8)); where = "one"; next }
/^msgstr\[0\] / { one = quoted(substr($0, 11)); where = "one"; next }
/^msgstr\[1\] / { other = quoted(substr($0, 11)); where = "other"; next }
/^"/ {
  if (where == "one") one = one quoted($0)
  else if (where == "other") other = other quoted($0)
  next
}
{ stop("this line is not understood: " $0) }
END {
  if (failed) exit 1
  keep()
  for (i = 1; i <= count; i++) {
    n = i; key = order[n]
    if (!((2, key) in text)) { printf "%s: \"%s\" is missing\n", FILENAME, key > "/dev/stderr"; exit 1 }
  }
  print "// Generated from assets/i18n/*.po: do not edit.\n#pragma once\n#include <cstdint>\nnamespace escale::screens {\nenum class Text : std::uint16_t {" > keys
  for (n = 1; n <= count; n++) printf "  %s,\n", enum_name(order[n]) > keys
  printf "};\n}  // namespace escale::screens\n" > keys
  print "// Generated from assets/i18n/*.po: do not edit.\n#pragma once\n#include <string_view>\nnamespace escale::screens {\nstruct Words {\n  std::string_view key, one, other;\n};" > tables
  for (l = 1; l <= 2; l++) {
    printf "inline constexpr Words %s[] = {\n", l == 1 ? "kFrench" : "kEnglish" > tables
    for (n = 1; n <= count; n++) printf "  {\"%s\", \"%s\", \"%s\"},\n", order[n], text[l, order[n]], more[l, order[n]] > tables
    print "};" > tables
  }
  print "}  // namespace escale::screens" > tables
}
