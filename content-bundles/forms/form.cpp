#include "content-bundles/forms/form.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "content-bundles/forms/constraint.hpp"
#include "sync/base/json.hpp"

namespace escale::forms {
namespace {

constexpr std::int64_t kFormat = 1;
constexpr std::int64_t kMaxRangeSteps = 1000;
constexpr std::size_t kMaxNameBytes = 64;


// --- checking -----------------------------------------------------------------------------------------------------

tl::unexpected<Error> broken(std::string message) {
  return fail(Code::InvalidInput, std::move(message));
}

Result<> check_texts(const Form& form, const Texts& texts, std::string_view what) {
  for (const auto& [language, text] : texts) {
    if (std::find(form.languages.begin(), form.languages.end(), language) == form.languages.end())
      return broken(fmt::format("the {} is in '{}', which is not a language of the form", what, language));
    if (text.empty()) return broken(fmt::format("the {} is empty in '{}'", what, language));
    if (text.size() > kMaxTextBytes)
      return broken(fmt::format("the {} is over {} bytes in '{}'", what, kMaxTextBytes, language));
    if (!is_utf8(text) || text.find('\0') != std::string::npos)
      return broken(fmt::format("the {} is not UTF-8 text", what));
  }
  return {};
}

Result<> check_range(const RangeParameters& range) {
  if (range.step <= Decimal{}) return broken("the range's step is not above 0");
  if (range.end <= range.start) return broken("the range's end is not above its start");
  if ((range.end.millionths() - range.start.millionths()) / range.step.millionths() > kMaxRangeSteps)
    return broken(fmt::format("the range has over {} steps", kMaxRangeSteps));
  return {};
}

Result<> check_question(const Form& form, const Question& question) {
  if (question.label.empty()) return broken("it has no label");
  TRY(check_texts(form, question.label, "label"));
  TRY(check_texts(form, question.hint, "hint"));
  TRY(check_texts(form, question.required_message, "required_message"));
  TRY(check_texts(form, question.constraint_message, "constraint_message"));
  const bool select = question.type == QuestionType::SelectOne || question.type == QuestionType::SelectMultiple;
  if (select && !form.lists.contains(question.list))
    return broken(fmt::format("its list of choices '{}' does not exist", question.list));
  if (!select && !question.list.empty()) return broken("only select questions have a list of choices");
  if ((question.type == QuestionType::Range) != question.range.has_value())
    return broken("range questions, and only they, have range parameters");
  if (question.range) TRY(check_range(*question.range));
  if (question.type == QuestionType::Note &&
      (question.required || !question.constraint.empty() || !question.required_message.empty() ||
       !question.constraint_message.empty()))
    return broken("a note cannot be required or have a constraint");
  if (question.appearance.size() > 200 || !is_utf8(question.appearance)) return broken("its appearance is too long");
  if (question.group && *question.group >= form.groups.size()) return broken("its group does not exist");
  if (!question.constraint.empty()) {
    auto constraint = Constraint::parse(question.constraint);
    if (!constraint) return fail(std::move(constraint).error().in("constraint"));
  }
  return {};
}

/// Whether `inner` is `outer` or somewhere in it.
bool within(const Form& form, std::optional<std::size_t> inner, std::size_t outer) {
  while (inner && *inner != outer) inner = form.groups[*inner].parent;
  return inner.has_value();
}

/// Each group's questions must follow each other: a tree read from top to bottom, without coming back into a group that
/// was left.
Result<> check_tree(const Form& form) {
  std::vector<bool> left(form.groups.size(), false);
  std::vector<std::size_t> begin;  // groups in the order they begin
  std::optional<std::size_t> previous;
  for (const Question& question : form.questions) {
    for (auto open = previous; open; open = form.groups[*open].parent)
      if (!within(form, question.group, *open)) left[*open] = true;
    std::vector<std::size_t> path;
    for (auto group = question.group; group; group = form.groups[*group].parent) path.push_back(*group);
    for (auto group = path.rbegin(); group != path.rend(); ++group) {
      if (left[*group])
        return broken(fmt::format("the questions of group '{}' do not follow each other", form.groups[*group].name));
      if (std::find(begin.begin(), begin.end(), *group) == begin.end()) begin.push_back(*group);
    }
    previous = question.group;
  }
  for (std::size_t i = 0; i < begin.size(); ++i)
    if (begin[i] != i)
      return broken(fmt::format("group '{}' is not in the order in which groups begin", form.groups[begin[i]].name));
  if (begin.size() != form.groups.size())
    return broken(fmt::format("group '{}' holds no question", form.groups[begin.size()].name));
  return {};
}

// --- JSON ---------------------------------------------------------------------------------------------------------

void put_texts(Json& object, const char* key, const Texts& texts) {
  if (!texts.empty()) object[key] = texts;
}
void put_text(Json& object, const char* key, const std::string& text) {
  if (!text.empty()) object[key] = text;
}

Json question_to_json(const Form& form, const Question& question) {
  Json json{{"name", question.name}, {"type", std::string(type_name(question.type))}};
  put_texts(json, "label", question.label);
  put_texts(json, "hint", question.hint);
  if (question.required) json["required"] = true;
  put_texts(json, "required_message", question.required_message);
  put_text(json, "constraint", question.constraint);
  put_texts(json, "constraint_message", question.constraint_message);
  put_text(json, "appearance", question.appearance);
  put_text(json, "list", question.list);
  if (question.range)
    json["range"] = {{"end", question.range->end.text()},
                     {"start", question.range->start.text()},
                     {"step", question.range->step.text()}};
  if (question.group) json["group"] = form.groups[*question.group].name;
  return json;
}

/// Refuses fields that this version does not know: a terminal that would drop one would ask another question than its
/// author wrote.
Result<> only_fields(const Json& object, std::initializer_list<std::string_view> known) {
  if (!object.is_object()) return broken("an object is expected");
  for (const auto& [key, value] : object.items())
    if (std::find(known.begin(), known.end(), key) == known.end())
      return broken(fmt::format("the field '{}' is not known to this version", key));
  return {};
}

Result<Texts> read_texts(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) return Texts{};
  if (!found->is_object()) return broken(fmt::format("'{}' is not an object of texts by language", key));
  Texts texts;
  for (const auto& [language, text] : found->items()) {
    if (!text.is_string()) return broken(fmt::format("'{}' in '{}' is not a text", key, language));
    texts.emplace(language, text.get<std::string>());
  }
  return texts;
}

Result<Decimal> read_decimal(const Json& object, const char* key) {
  TRY_ASSIGN(const std::string text, json_string(object, key));
  return Decimal::parse(text);
}

Result<std::optional<std::size_t>> read_group(const Form& form, const Json& object, const char* key) {
  TRY_ASSIGN(const std::string name, json_string_or(object, key, ""));
  if (name.empty()) return std::optional<std::size_t>{};
  for (std::size_t i = 0; i < form.groups.size(); ++i)
    if (form.groups[i].name == name) return std::optional<std::size_t>{i};
  return broken(fmt::format("'{}' names the group '{}', which is not there", key, name));
}

Result<Question> question_from_json(const Form& form, const Json& json) {
  Question question;
  TRY_ASSIGN(question.name, json_string(json, "name"));
  const auto here = [&](Error error) {
    return fail(std::move(error).in(fmt::format("question '{}'", question.name.substr(0, 64))));
  };
  const auto read = [&]() -> Result<> {
    TRY(only_fields(json, {"name", "type", "label", "hint", "required", "required_message", "constraint",
                           "constraint_message", "appearance", "list", "range", "group"}));
    TRY_ASSIGN(const std::string type, json_string(json, "type"));
    const auto known = parse_type(type);
    if (!known) return broken(fmt::format("the type '{}' is not known to this version", type));
    question.type = *known;
    TRY_ASSIGN(question.label, read_texts(json, "label"));
    TRY_ASSIGN(question.hint, read_texts(json, "hint"));
    TRY_ASSIGN(question.required_message, read_texts(json, "required_message"));
    TRY_ASSIGN(question.constraint_message, read_texts(json, "constraint_message"));
    TRY_ASSIGN(question.constraint, json_string_or(json, "constraint", ""));
    TRY_ASSIGN(question.appearance, json_string_or(json, "appearance", ""));
    TRY_ASSIGN(question.list, json_string_or(json, "list", ""));
    if (json.contains("required")) {
      TRY_ASSIGN(question.required, json_bool(json, "required"));
    }
    if (json.contains("range")) {
      TRY_ASSIGN(const Json* range, json_object(json, "range"));
      TRY(only_fields(*range, {"start", "end", "step"}));
      question.range.emplace();
      TRY_ASSIGN(question.range->start, read_decimal(*range, "start"));
      TRY_ASSIGN(question.range->end, read_decimal(*range, "end"));
      TRY_ASSIGN(question.range->step, read_decimal(*range, "step"));
    }
    TRY_ASSIGN(question.group, read_group(form, json, "group"));
    return {};
  };
  if (auto done = read(); !done) return here(std::move(done).error());
  return question;
}

Result<Form> read_form(const Json& json) {
  TRY(only_fields(json, {"format", "id", "version", "title", "default_language", "languages", "anonymous", "questions",
                         "groups", "lists"}));
  TRY_ASSIGN(const std::int64_t format, json_int(json, "format"));
  if (format != kFormat)
    return broken(fmt::format("the form is in format {}; this version reads format {}", format, kFormat));
  Form form;
  TRY_ASSIGN(form.id, json_string(json, "id"));
  TRY_ASSIGN(form.version, json_string(json, "version"));
  TRY_ASSIGN(form.title, read_texts(json, "title"));
  TRY_ASSIGN(form.default_language, json_string(json, "default_language"));
  TRY_ASSIGN(form.languages, json_strings(json, "languages"));
  TRY_ASSIGN(form.anonymous, json_bool(json, "anonymous"));
  TRY_ASSIGN(const Json* groups, json_array(json, "groups"));
  if (groups->size() > kMaxGroups) return fail(Code::TooLarge, fmt::format("a form has at most {} groups", kMaxGroups));
  for (const Json& item : *groups) {
    TRY(only_fields(item, {"name", "label", "appearance", "parent"}));
    Group group;
    TRY_ASSIGN(group.name, json_string(item, "name"));
    TRY_ASSIGN(group.label, read_texts(item, "label"));
    TRY_ASSIGN(group.appearance, json_string_or(item, "appearance", ""));
    TRY_ASSIGN(group.parent, read_group(form, item, "parent"));
    form.groups.push_back(std::move(group));
  }
  TRY_ASSIGN(const Json* lists, json_object(json, "lists"));
  for (const auto& [name, items] : lists->items()) {
    if (!items.is_array()) return broken(fmt::format("the list '{}' is not an array", name));
    if (items.size() > kMaxChoices)
      return fail(Code::TooLarge, fmt::format("a form has at most {} choices", kMaxChoices));
    std::vector<Choice> choices;
    for (const Json& item : items) {
      TRY(only_fields(item, {"name", "label"}));
      Choice choice;
      TRY_ASSIGN(choice.name, json_string(item, "name"));
      TRY_ASSIGN(choice.label, read_texts(item, "label"));
      choices.push_back(std::move(choice));
    }
    form.lists.emplace(name, std::move(choices));
  }
  TRY_ASSIGN(const Json* questions, json_array(json, "questions"));
  if (questions->size() > kMaxQuestions)
    return fail(Code::TooLarge, fmt::format("a form has at most {} questions", kMaxQuestions));
  for (const Json& item : *questions) {
    TRY_ASSIGN(Question question, question_from_json(form, item));
    form.questions.push_back(std::move(question));
  }
  return form;
}

}  // namespace

std::string_view type_name(QuestionType type) {
  switch (type) {
    case QuestionType::Text:
      return "text";
    case QuestionType::Integer:
      return "integer";
    case QuestionType::Decimal:
      return "decimal";
    case QuestionType::Range:
      return "range";
    case QuestionType::SelectOne:
      return "select_one";
    case QuestionType::SelectMultiple:
      return "select_multiple";
    case QuestionType::Note:
      return "note";
  }
  return "";
}

std::optional<QuestionType> parse_type(std::string_view name) {
  for (const auto type : {QuestionType::Text, QuestionType::Integer, QuestionType::Decimal, QuestionType::Range,
                          QuestionType::SelectOne, QuestionType::SelectMultiple, QuestionType::Note})
    if (type_name(type) == name) return type;
  return std::nullopt;
}

bool RangeParameters::contains(const Decimal& value) const {
  return value >= start && value <= end && step > Decimal{} &&
         (value.millionths() - start.millionths()) % step.millionths() == 0;
}

std::vector<Decimal> RangeParameters::values() const {
  std::vector<Decimal> all;
  if (!check_range(*this)) return all;
  for (Decimal value = start; value <= end; value = value.plus(step)) all.push_back(value);
  return all;
}

const Question* Form::question(std::string_view name) const {
  const auto found =
      std::find_if(questions.begin(), questions.end(), [&](const Question& item) { return item.name == name; });
  return found == questions.end() ? nullptr : &*found;
}

std::span<const Choice> Form::choices(const Question& question) const {
  const auto found = lists.find(question.list);
  return found == lists.end() ? std::span<const Choice>{} : std::span<const Choice>(found->second);
}

std::vector<Page> pages(const Form& form) {
  std::vector<Page> all;
  for (std::size_t i = 0; i < form.questions.size(); ++i) {
    // The outermost group that asks for one screen decides.
    std::optional<std::size_t> screen;
    for (auto group = form.questions[i].group; group; group = form.groups[*group].parent)
      if (has_appearance(form.groups[*group].appearance, "field-list") ||
          has_appearance(form.groups[*group].appearance, "table-list"))
        screen = group;
    if (screen && !all.empty() && all.back().group == screen)
      all.back().questions.push_back(i);
    else
      all.push_back({screen, {i}});
  }
  return all;
}

bool has_appearance(std::string_view appearance, std::string_view word) {
  for (std::size_t begin = 0; begin < appearance.size();) {
    const std::size_t end = std::min(appearance.find(' ', begin), appearance.size());
    if (appearance.substr(begin, end - begin) == word) return true;
    begin = end + 1;
  }
  return false;
}

std::size_t length_limit(const Question& question) {
  if (question.constraint.empty()) return kMaxAnswerCharacters;
  const auto constraint = Constraint::parse(question.constraint);
  return constraint ? std::min(constraint->length_limit().value_or(kMaxAnswerCharacters), kMaxAnswerCharacters)
                    : kMaxAnswerCharacters;
}

Result<> check_form(const Form& form) {
  if (!is_form_id(form.id))
    return broken(
        fmt::format("the form's id '{}' is not made of a-z, 0-9 and dashes (64 at most)", form.id.substr(0, 80)));
  if (form.version.empty() || form.version.size() > kMaxNameBytes ||
      !std::all_of(form.version.begin(), form.version.end(), [](char c) { return c > 0x20 && c < 0x7F; }))
    return broken("the form's version is not 1 to 64 plain characters without spaces");
  if (form.languages.empty() || form.languages.size() > kMaxLanguages)
    return broken(fmt::format("a form has 1 to {} languages", kMaxLanguages));
  if (form.languages.front() != form.default_language) return broken("the first language is not the default language");
  std::set<std::string_view> seen;
  for (const std::string& language : form.languages) {
    if (!is_language_tag(language))
      return broken(fmt::format("'{}' is not a language tag such as fr or en", language.substr(0, 40)));
    if (!seen.insert(language).second) return broken(fmt::format("the language '{}' is there twice", language));
  }
  if (form.title.empty()) return broken("the form has no title");
  TRY(check_texts(form, form.title, "title"));
  if (form.questions.empty()) return broken("the form has no question");
  if (form.questions.size() > kMaxQuestions)
    return fail(Code::TooLarge, fmt::format("a form has at most {} questions", kMaxQuestions));
  if (form.groups.size() > kMaxGroups)
    return fail(Code::TooLarge, fmt::format("a form has at most {} groups", kMaxGroups));

  std::size_t choices = 0;
  for (const auto& [name, list] : form.lists) {
    const auto here = [&list_name =
                           name](std::string message) {  // clang 14 does not capture a structured binding by itself
      return broken(fmt::format("list '{}': {}", list_name.substr(0, 64), message));
    };
    if (!is_question_name(name)) return here("its name is not made of letters, digits, '_', '-' and '.'");
    if (list.empty()) return here("it has no choice");
    choices += list.size();
    if (choices > kMaxChoices) return fail(Code::TooLarge, fmt::format("a form has at most {} choices", kMaxChoices));
    std::set<std::string_view> names;
    for (const Choice& choice : list) {
      if (!is_choice_name(choice.name))
        return here(fmt::format("the choice '{}' has a space, a comma or over 64 bytes", choice.name.substr(0, 64)));
      if (!names.insert(choice.name).second) return here(fmt::format("the choice '{}' is there twice", choice.name));
      if (choice.label.empty()) return here(fmt::format("the choice '{}' has no label", choice.name));
      TRY(check_texts(form, choice.label, fmt::format("label of choice '{}' of list '{}'", choice.name, name)));
    }
  }

  std::set<std::string_view> names;
  for (std::size_t i = 0; i < form.groups.size(); ++i) {
    const Group& group = form.groups[i];
    const auto here = [&](std::string message) {
      return broken(fmt::format("group '{}': {}", group.name.substr(0, 64), message));
    };
    if (!is_question_name(group.name)) return here("its name is not made of letters, digits, '_', '-' and '.'");
    if (!names.insert(group.name).second) return here("the name is there twice");
    if (group.parent && *group.parent >= i) return here("its parent does not come before it");
    std::size_t depth = 1;
    for (auto parent = group.parent; parent; parent = form.groups[*parent].parent) ++depth;
    if (depth > kMaxGroupDepth) return here(fmt::format("groups are nested over {} levels", kMaxGroupDepth));
    if (group.appearance.size() > 200 || !is_utf8(group.appearance)) return here("its appearance is too long");
    if (auto texts = check_texts(form, group.label, "label"); !texts) return here(texts.error().message);
  }
  for (const Question& question : form.questions) {
    const auto context = fmt::format("question '{}'", question.name.substr(0, 64));
    if (!is_question_name(question.name))
      return broken(context + ": its name is not made of letters, digits, '_', '-' and '.'");
    if (!names.insert(question.name).second) return broken(context + ": the name is there twice");
    if (auto done = check_question(form, question); !done) return fail(std::move(done).error().in(context));
  }
  return check_tree(form);
}

Result<std::string> form_to_json(const Form& form) {
  TRY(check_form(form));
  Json json{{"format", kFormat},
            {"id", form.id},
            {"version", form.version},
            {"title", form.title},
            {"anonymous", form.anonymous}};
  json["default_language"] = form.default_language;
  json["languages"] = form.languages;
  json["groups"] = Json::array();
  for (const Group& group : form.groups) {
    Json item{{"name", group.name}};
    put_texts(item, "label", group.label);
    put_text(item, "appearance", group.appearance);
    if (group.parent) item["parent"] = form.groups[*group.parent].name;
    json["groups"].push_back(std::move(item));
  }
  json["lists"] = Json::object();
  for (const auto& [name, list] : form.lists) {
    Json& items = json["lists"][name] = Json::array();
    for (const Choice& choice : list) items.push_back({{"name", choice.name}, {"label", choice.label}});
  }
  json["questions"] = Json::array();
  for (const Question& question : form.questions) json["questions"].push_back(question_to_json(form, question));
  TRY_ASSIGN(std::string text, stored_json(json));
  if (text.size() > kMaxFormBytes) return fail(Code::TooLarge, fmt::format("the form is over {} bytes", kMaxFormBytes));
  return text;
}

Result<Form> form_from_json(std::string_view text) {
  if (text.size() > kMaxFormBytes)
    return fail(Code::TooLarge, fmt::format("a form is at most {} bytes", kMaxFormBytes));
  TRY_ASSIGN(const Json json, parse_json(text));
  TRY_ASSIGN(Form form, read_form(json));
  TRY_ASSIGN(const std::string again, form_to_json(form));
  // The blob's digest is the form's version: one form, one sequence of bytes.
  if (again != text) return broken("the form is not written in its one canonical way");
  return form;
}

}  // namespace escale::forms
