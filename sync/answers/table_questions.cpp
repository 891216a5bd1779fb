#include "sync/answers/table_questions.hpp"

#include <algorithm>
#include <charconv>
#include <set>

namespace escale::answers {
namespace {

using forms::Recorded;

constexpr std::int64_t kMaxInteger = 999'999'999'999;
constexpr std::size_t kMostCodes = 1000;  // of one question: longer lists (towns) are recorded as texts, with the codes of the form

std::optional<std::int64_t> whole_of(const std::string& code) {
  if (code.empty()) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(code.data(), code.data() + code.size(), number);
  const bool plain = error == std::errc() && end == code.data() + code.size() && code != "-0" && (code[0] != '0' || code.size() == 1);
  return plain && number > -kMaxInteger && number < kMaxInteger ? std::optional(number) : std::nullopt;
}

/// What two versions must have in common for their answers to stand in one column.
std::pair<Recorded, bool> kind_of(const forms::OutlineQuestion& question) { return {question.recorded, question.control == nullptr}; }

void collect(std::span<const KnownForm* const> versions, std::map<std::string, Question>& found, std::map<std::string, Repeat>& repeats,
             std::vector<std::string>& order, std::vector<std::string>& repeat_order, const std::string& language) {
  for (const KnownForm* version : versions) {
    const forms::Plan& plan = *version->plan;
    for (const forms::OutlineQuestion& asked : forms::outline(plan)) {
      const std::string key = key_of(plan, asked.place);
      Question& question = found[key];
      if (question.versions.empty()) order.push_back(key);
      question.key = key;
      question.name = asked.name;
      question.repeat = asked.repeat == forms::kNoPlace ? std::string() : key_of(plan, asked.repeat);
      question.mixed = question.mixed || (!question.versions.empty() && kind_of(question.newest().question) != kind_of(asked));
      question.versions.push_back({version, asked, asked.control ? forms::choices_of(plan, *asked.control) : std::vector<forms::ChoiceTexts>{}});
    }
    for (forms::PlaceId place = 0; place < plan.places().size(); ++place) {
      if (!plan.places()[place].is_repeat) continue;
      const std::string key = key_of(plan, place);
      Repeat& repeat = repeats[key];
      if (repeat.key.empty()) repeat_order.push_back(key);
      repeat.key = key;
      repeat.name = key.substr(key.rfind('/') + 1);
      if (std::any_of(repeats.begin(), repeats.end(), [&](const auto& other) { return other.first != key && other.second.name == repeat.name; })) {
        repeat.name = key;
        std::replace(repeat.name.begin(), repeat.name.end(), '/', '_');
      }
      repeat.above.clear();
      for (forms::PlaceId above = plan.places()[place].parent; above != forms::kNoPlace && repeat.above.empty(); above = plan.places()[above].parent)
        if (plan.places()[above].is_repeat) repeat.above = key_of(plan, above);
      // The label is written on the group around the repeat, or on the repeat itself.
      const forms::Control& control = plan.definition().controls[plan.places()[place].control];
      std::string label = label_in(*version, forms::texts_of(plan, control.label), language);
      if (label.empty() && control.parent) label = label_in(*version, forms::texts_of(plan, plan.definition().controls[*control.parent].label), language);
      repeat.label = label.empty() ? repeat.name : label;
    }
  }
}

}  // namespace

const AskedIn* Question::in(const KnownForm* form) const {
  for (const AskedIn& version : versions)
    if (version.form == form) return &version;
  return nullptr;
}

bool Question::has_choice_variables() const {
  constexpr std::size_t kMost = 500;  // variables for one question: longer lists are one text
  return (recorded() == Recorded::Several || recorded() == Recorded::Ranking) && !newest().choices.empty() && newest().choices.size() <= kMost;
}

std::string key_of(const forms::Plan& plan, forms::PlaceId place) {
  const std::string& path = plan.places()[place].path;
  const std::size_t root = plan.places()[0].path.size();
  return path.size() > root ? path.substr(root + 1) : std::string();
}

std::string label_in(const KnownForm& form, const forms::Texts& texts, const std::string& language) {
  const std::string own = forms::default_language_of(*form.plan);
  return std::string(forms::text_in(texts, language.empty() ? own : language, own));
}

std::vector<std::string> copy_names(const Questions& questions, const std::string& repeat) {
  std::vector<std::string> names;
  if (repeat.empty()) return names;
  const auto find = [&](const std::string& key) {
    return std::find_if(questions.repeats.begin(), questions.repeats.end(), [&](const Repeat& one) { return one.key == key; });
  };
  for (std::string above = find(repeat)->above; !above.empty(); above = find(above)->above) names.insert(names.begin(), find(above)->name + "_copy");
  names.push_back("copy");
  return names;
}

Questions questions_of(std::span<const KnownForm* const> versions, const std::string& language) {
  std::map<std::string, Question> found;
  std::map<std::string, Repeat> repeats;
  std::vector<std::string> order, repeat_order;
  collect(versions, found, repeats, order, repeat_order, language);
  Questions questions;
  for (const std::string& key : repeat_order) questions.repeats.push_back(repeats.at(key));
  // Names are given in the order in which the versions brought them: a later version changes none. A question keeps its own name; the
  // variables of choices give way.
  for (const char* name : {"record", "session", "day", "form_version"}) questions.names[""].take(name);
  for (const Repeat& repeat : questions.repeats) {
    questions.names[repeat.key].take("record");
    for (const std::string& name : copy_names(questions, repeat.key)) questions.names[repeat.key].take(name);
  }
  for (const std::string& key : order) found[key].variable = questions.names[found[key].repeat].take(found[key].name);
  for (const std::string& key : order) {
    Question& question = found[key];
    if (!question.has_choice_variables()) continue;
    for (const AskedIn& version : question.versions)
      for (const forms::ChoiceTexts& choice : version.choices) {
        std::string& name = question.choices_as[choice.name];
        if (name.empty()) name = questions.names[question.repeat].take(question.variable + "_" + choice.name);
      }
  }
  // Newest first: what researchers expect is the form as it is now; what only older versions asked comes after.
  std::set<std::string> done;
  for (auto version = versions.rbegin(); version != versions.rend(); ++version)
    for (const forms::OutlineQuestion& asked : forms::outline(*(*version)->plan))
      if (const std::string key = key_of(*(*version)->plan, asked.place); done.insert(key).second) questions.all.push_back(std::move(found[key]));
  return questions;
}

Storage storage_of(const Question& question) {
  switch (question.recorded()) {
    case Recorded::Whole: return Storage::Whole;
    case Recorded::Decimal: return Storage::Decimal;
    case Recorded::One: return question.newest().choices.empty() || question.newest().choices.size() > kMostCodes ? Storage::Text : Storage::Coded;
    case Recorded::Truth:
    case Recorded::Confirmation: return Storage::Coded;
    case Recorded::Date: return Storage::Date;
    case Recorded::Time: return Storage::Time;
    case Recorded::Moment: return Storage::Moment;
    default: return Storage::Text;
  }
}

/// Scales of opinion are in order; other lists are not.
Measure measure_of(const Question& question) {
  const forms::Control* control = question.newest().question.control;
  const std::string appearance = control ? control->appearance : std::string();
  const bool number = question.recorded() == Recorded::Whole || question.recorded() == Recorded::Decimal;
  if (control && control->type == forms::ControlType::Range) return forms::has_word(appearance, "nps") ? Measure::Ordinal : Measure::Scale;
  if (number) return Measure::Scale;
  if (question.mixed) return Measure::Nominal;
  for (const char* scale : {"smiley", "likert", "nps"})
    if (forms::has_word(appearance, scale)) return Measure::Ordinal;
  return Measure::Nominal;
}

std::vector<ValueCode> codes_of(const Question& question, const std::string& language) {
  if (question.recorded() == Recorded::Truth) return {{1, "true", "Oui"}, {0, "false", "Non"}};
  if (question.recorded() == Recorded::Confirmation) return {{1, "OK", "Confirmé"}};
  std::vector<ValueCode> codes;
  std::map<std::string, std::size_t> known;
  for (const AskedIn& version : question.versions)
    for (const forms::ChoiceTexts& choice : version.choices) {
      const auto [at, added] = known.try_emplace(choice.name, codes.size());
      if (added) codes.push_back({0, choice.name, {}});
      codes[at->second].label = label_in(*version.form, choice.label, language);  // as the newest version says it
    }
  const bool whole = std::all_of(codes.begin(), codes.end(), [](const ValueCode& code) { return whole_of(code.code).has_value(); });
  for (std::size_t i = 0; i < codes.size(); ++i) codes[i].number = whole ? *whole_of(codes[i].code) : static_cast<std::int64_t>(i + 1);
  return codes;
}

}  // namespace escale::answers
