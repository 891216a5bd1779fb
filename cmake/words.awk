# Chooses the words of passphrases from Debian's French dictionary (package wfrench): one per line in, one per line out, unsorted.
# Wanted: everyday nouns and adjectives that one can read aloud, type without accents and remember. The plural in -s must be in the
# dictionary too; verb forms are dropped; so is what one would not show on a public screen.
{ sub(/\r$/, ""); all[$0] = 1 }
END {
  for (w in all) {
    if (w !~ /^[a-z]+$/ || length(w) < 4 || length(w) > 9) continue
    if (w ~ /[sxz]$/ || !((w "s") in all)) continue
    if (w ~ /e$/ && ((w "nt") in all)) continue
    if (w ~ /ra$/) continue
    if (w ~ /a$/ && (substr(w, 1, length(w) - 1) "er") in all) continue
    if (w ~ /[iu]$/ && ((w "ent") in all)) continue
    if (w ~ /(ai|oi)$/) continue
    if (w ~ /(emmerd|pute|putain|encul|chier|foutr|merd|conne|salop|negr|bougnoul|youpin|pd|gouine|bite|couill|nich|sexe|viol|nazi|suici|cadavr|porno|cul$|culs|pisse|caca|fesse|penis|vagin|bordel|catin|gogol|mongol|debile|taré|tare$|obese|crev|tuer|tueu|mort|drogu|aliene|clito|prepuce|sodom|fellat|orgas|anus|anal|erotic|erotis|petasse|morue|poufias|grogn|cretin|idiot|abruti|conn?ard|batard|branl|baise|boche|raton|metis|mulatr|juif|juive|arabe|negro|gitan|romano|rital|polak|bique|clodo|cocu|garce|moche|laide|noiraud|pendu|vulve|abusi|salaud|sexuel|inceste|meurtr|racist|clochard|culeron|foutu|^sein)/) continue
    print w
  }
}
