#include "content-bundles/importers/french_messages.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace escale::importers {
namespace {

// `{}` is a part that stays as it is, `{t}` one that is translated in turn. The first that fits counts.
constexpr std::array<std::pair<std::string_view, std::string_view>, 74> kSentences = {{
    // Expressions: where, then what.
    {"character {}: {t}", "caractère {}\u00A0: {t}"},
    {"'//' is not supported; write the whole path, such as /data/group/name", "« // » n’est pas pris\u202F; écrivez le chemin entier, comme /data/groupe/nom"},
    {"'!' alone means nothing; write != or not(…)", "« ! » seul ne veut rien dire\u202F; écrivez != ou not(…)"},
    {"'|' is not supported; write two expressions joined by or", "« | » n’est pas pris\u202F; écrivez deux expressions jointes par or"},
    {"attributes (@) are not supported", "les attributs (@) ne sont pas pris"},
    {"${…} can only be written in a spreadsheet; write a path here", "${…} ne s’écrit que dans un classeur\u202F; écrivez ici un chemin"},
    {"variables ($) are not supported", "les variables ($) ne sont pas prises"},
    {"curly quote {}; write the straight quote ' instead", "guillemet courbe {}\u202F; écrivez le guillemet droit '"},
    {"'{}' is not understood; write {} instead", "« {} » n’est pas compris\u202F; écrivez {}"},
    {"the dash {} is not a minus sign; write - instead", "le tiret {} n’est pas un signe moins\u202F; écrivez -"},
    {"a no-break space; write an ordinary space instead", "une espace insécable\u202F; écrivez une espace ordinaire"},
    {"'…' is not understood; write the whole expression", "« … » n’est pas compris\u202F; écrivez toute l’expression"},
    {"'{}' is not understood here", "« {} » n’est pas compris ici"},
    {"the text that begins with {} has no end", "le texte qui commence par {} n’a pas de fin"},
    {"'{}' is not a number; exponents and units are not understood", "« {} » n’est pas un nombre\u202F; les exposants et les unités ne sont pas compris"},
    {"the axis '{}::' is not supported; write a path with / and ..", "l’axe « {}:: » n’est pas pris\u202F; écrivez un chemin avec / et .."},
    {"'{}:*' is not supported", "« {}:* » n’est pas pris"},
    {"more than {} levels of parentheses", "plus de {} parenthèses les unes dans les autres"},
    {"a path or a filter cannot follow ')'; write the path without parentheses", "ni chemin ni filtre après « ) »\u202F; écrivez le chemin sans parenthèses"},
    {"{}() is not supported; a path to the question gives its text", "{}() n’est pas pris\u202F; le chemin de la question donne son texte"},
    {"there is no function {}()", "il n’y a pas de fonction {}()"},
    {"weighted-checklist() needs its factors and weights in pairs", "weighted-checklist() veut ses facteurs et ses poids par paires"},
    {"a filter cannot follow {}() directly; filter a step of a path", "un filtre ne peut pas suivre {}()\u202F; filtrez un pas du chemin"},
    {"the pattern '{}' is not understood: {}", "le motif « {} » n’est pas compris\u00A0: {}"},
    {"{}() cannot stand in a path", "{}() ne peut pas être dans un chemin"},
    {"{} is expected here", "il faut {} ici"},
    {"something is missing at the end", "il manque quelque chose à la fin"},
    {"'{}' is not expected here", "« {} » n’est pas attendu ici"},
    {"an expression has at most {} bytes", "une expression a au plus {} octets"},
    {"the expression is not UTF-8 text", "l’expression n’est pas un texte UTF-8"},
    {"{}() takes {} arguments at least, not {}", "{}() prend au moins {} arguments, pas {}"},
    {"{}() takes {} argument at least, not {}", "{}() prend au moins {} argument, pas {}"},
    {"{}() takes {} to {} arguments, not {}", "{}() prend de {} à {} arguments, pas {}"},
    {"{}() takes {} to {} argument, not {}", "{}() prend de {} à {} argument, pas {}"},
    {"{}() takes {} arguments, not {}", "{}() prend {} arguments, pas {}"},
    {"{}() takes {} argument, not {}", "{}() prend {} argument, pas {}"},
    // References of a spreadsheet.
    {"${ has no end; write ${name}", "${ n’a pas de fin\u202F; écrivez ${nom}"},
    {"${{}}: answers of an earlier time are never kept here", "${{}}\u00A0: les réponses d’une autre fois ne sont jamais gardées ici"},
    {"${{}}: no row has this name", "${{}}\u00A0: aucune ligne n’a ce nom"},
    // Plans.
    {"these go in a circle, so none can be worked out: {t}", "ceci tourne en rond, rien ne peut donc être calculé\u00A0: {t}"},
    {"{}, which reads {t}", "{}, qui lit {t}"},
    {"{}: the form is anonymous, and {} could give somebody away; take the line away", "{}\u00A0: le formulaire est anonyme, et {} pourrait trahir quelqu’un\u202F; retirez la ligne"},
    {"{}: the form is anonymous, and {} could give somebody away; write it without", "{}\u00A0: le formulaire est anonyme, et {} pourrait trahir quelqu’un\u202F; écrivez sans"},
    {"{}: its default does not fit: {t}", "{}\u00A0: sa valeur de départ ne convient pas\u00A0: {t}"},
    {"the form has no answers: its first instance is empty", "le formulaire n’a pas de réponses\u00A0: sa première instance est vide"},
    {"{} holds both words and other places; give it one of them", "{} contient un texte et d’autres places\u202F; donnez-lui l’un des deux"},
    {"bind {}: there are two of them", "bind {}\u00A0: il y en a deux"},
    {"setvalue {}: nothing at {} can set it off", "setvalue {}\u00A0: rien en {} ne peut le déclencher"},
    {"{}: the form's instance has no such place", "{}\u00A0: l’instance du formulaire n’a pas cette place"},
    // Answers that are there from the start.
    {"write a whole number, such as 4", "écrivez un nombre entier, comme 4"},
    {"write a number, such as 4.5", "écrivez un nombre, comme 4.5"},
    {"write a date, such as 2026-11-24", "écrivez une date, comme 2026-11-24"},
    {"write a time, such as 10:00", "écrivez une heure, comme 10:00"},
    {"write a date and a time, such as {}", "écrivez une date et une heure, comme {}"},
    {"write true or false", "écrivez true ou false"},
    {"write a number from {} to {} by steps of {}", "écrivez un nombre de {} à {}, de {} en {2}"},
    {"choose one of its choices", "écrivez l’un de ses choix"},
    {"a choice is chosen twice; keep it once", "un choix est écrit deux fois\u202F; gardez-le une fois"},
    {"a ranking holds every choice once", "un classement contient chaque choix une fois"},
    {"write OK, or nothing", "écrivez OK, ou rien"},
    // XForms.
    {"line {}: document types and entities are not accepted; remove <!DOCTYPE", "ligne {}\u00A0: ni type de document ni entité\u202F; retirez <!DOCTYPE"},
    {"line {}: the XML is broken ({})", "ligne {}\u00A0: le XML est cassé ({})"},
    {"the XML is not UTF-8 text; save it as UTF-8", "le XML n’est pas un texte UTF-8\u202F; enregistrez-le en UTF-8"},
    {"this is not an XForm: it needs h:html with h:head/model and h:body", "ce n’est pas un XForm\u00A0: il faut h:html avec h:head/model et h:body"},
    {"the first instance is empty: a form needs a place for its answers", "la première instance est vide\u00A0: un formulaire a besoin d’une place pour ses réponses"},
    {"there are two instances '{}'", "il y a deux instances « {} »"},
    {"an instance after the first has no id", "une instance après la première n’a pas d’id"},
    {"the form has no instance", "le formulaire n’a pas d’instance"},
    {"model: the setting {} is not known; take it away, or use a newer version of Escale", "model\u00A0: le réglage {} n’est pas connu\u202F; retirez-le, ou prenez une version plus récente d’Escale"},
    {"upload {}: the terminal takes no files, pictures or sounds; ask for a text instead", "upload {}\u00A0: la borne ne prend ni fichier, ni image, ni son\u202F; demandez un texte"},
    {"the list {} is in the file {}, which is not there", "la liste {} est dans le fichier {}, qui n’est pas là"},
    {"the form is larger than {} MiB, lists included", "le formulaire dépasse {} Mio, listes comprises"},
    // Where, then what.
    {"{}, calculate: {t}", "{}, calculation\u00A0: {t}"},
    {"{}: {t}", "{}\u00A0: {t}"},
}};

struct Part {
  std::string_view words;  ///< before the placeholder
  bool translated = false;
  bool last = false;  ///< no placeholder after the words
};

std::vector<Part> parts_of(std::string_view pattern) {
  std::vector<Part> parts;
  for (;;) {
    std::size_t at = std::string_view::npos;
    for (const std::string_view placeholder : {"{}", "{t}"}) at = std::min(at, pattern.find(placeholder));
    if (at == std::string_view::npos) {
      parts.push_back({pattern, false, true});
      return parts;
    }
    const bool translated = pattern.substr(at).starts_with("{t}");
    parts.push_back({pattern.substr(0, at), translated, false});
    pattern.remove_prefix(at + (translated ? 3 : 2));
  }
}

/// The parts of a sentence that stand at the placeholders; nothing when it is another sentence.
std::optional<std::vector<std::string_view>> match(std::string_view pattern, std::string_view sentence) {
  std::vector<std::string_view> found;
  const std::vector<Part> parts = parts_of(pattern);
  if (!sentence.starts_with(parts.front().words)) return std::nullopt;
  sentence.remove_prefix(parts.front().words.size());
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const std::string_view words = parts[i].words;
    const std::size_t at = parts[i].last ? (sentence.ends_with(words) ? sentence.size() - words.size() : std::string_view::npos) : sentence.find(words);
    if (at == std::string_view::npos) return std::nullopt;
    found.push_back(sentence.substr(0, at));
    sentence.remove_prefix(at + words.size());
  }
  if (!sentence.empty()) return std::nullopt;
  return found;
}

}  // namespace

std::string in_french(std::string_view english) {
  std::string done;
  // A sentence may hold another: at most as many rounds as it has parts.
  for (int round = 0; round < 24; ++round) {
    bool fits = false;
    for (const auto& [pattern, french] : kSentences) {
      const auto found = match(pattern, english);
      if (!found) continue;
      std::string_view rest = french, inner;
      std::size_t next = 0;
      bool more = false;
      while (!rest.empty() && !more) {
        if (rest.starts_with("{}")) {
          done += (*found)[next++];
          rest.remove_prefix(2);
        } else if (rest.starts_with("{2}")) {
          done += found->back();
          rest.remove_prefix(3);
        } else if (rest.starts_with("{t}")) {
          inner = found->back();  // always the last
          more = true;
        } else {
          done += rest.front();
          rest.remove_prefix(1);
        }
      }
      if (!more) return done;
      english = inner;
      fits = true;
      break;
    }
    if (!fits) break;
  }
  return done + std::string(english);
}

}  // namespace escale::importers
