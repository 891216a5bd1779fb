#include "sync/admin/form_run.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iostream>

#include "content-bundles/xforms/xform.hpp"
#include "content-bundles/importers/xlsform_definition.hpp"
#include "sync/base/time_zone.hpp"
#include "sync/crypto/message_digest.hpp"

namespace escale::admin {
namespace {

constexpr std::size_t kMaxLineBytes = 64u << 20;
constexpr std::uint64_t kMaxFormFileBytes = 64u << 20;

/// A value as an answer's text: choices may come as a list.
Result<std::string> text_of(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer()) return fmt::format("{}", value.get<std::int64_t>());
  if (value.is_number()) return forms::number_text(value.get<double>());
  if (value.is_boolean()) return std::string(value.get<bool>() ? "true" : "false");
  if (value.is_null()) return std::string();
  if (!value.is_array())
    return fail(Code::InvalidInput, "'value' is a text, a number, true, false or a list of choices");
  std::string words;
  for (const Json& word : value) {
    if (!word.is_string()) return fail(Code::InvalidInput, "the choices of 'value' are texts");
    words += (words.empty() ? "" : " ") + word.get<std::string>();
  }
  return words;
}

std::string question_type(const forms::Control* control, const forms::Bind* bind) {
  if (control && control->type != forms::ControlType::Input)
    return std::string(forms::control_type_name(control->type));
  return std::string(forms::data_type_name(bind ? bind->type : forms::DataType::String));
}

}  // namespace

Result<> set_moment(const Context& context, const std::string& now, forms::Environment& environment) {
  environment.zone = forms::Zone([](std::int64_t ms) {
    return local_offset_minutes(Timestamp(std::chrono::floor<std::chrono::seconds>(std::chrono::milliseconds(ms))));
  });
  environment.now_ms = context.now().time_since_epoch().count() * 1000;
  if (now.empty()) return {};
  const auto moment = forms::parse_temporal(now, environment.zone);
  if (!moment || moment->kind == forms::TemporalKind::Time)
    return fail(Code::InvalidInput, fmt::format("'now' is '{}'; write 2026-11-24T10:00:00+01:00", now.substr(0, 60)));
  environment.now_ms = moment->instant_ms;
  const std::string_view offset = std::string_view(now).substr(std::min<std::size_t>(now.size(), 11));
  if (offset.find_first_of("+-") != std::string_view::npos)
    environment.zone = forms::Zone::fixed(moment->offset_minutes);
  return {};
}

void set_digest(forms::Environment& environment) {
  environment.digest = [](std::string_view algorithm, std::string_view bytes) -> Result<std::string> {
    TRY_ASSIGN(const Bytes digest, crypto::message_digest(algorithm, as_bytes(bytes)));
    return to_text(digest);
  };
}

Result<> for_each_line(Context& context, const std::string& file,
                       const std::function<Result<Json>(const std::string&)>& answer,
                       const std::function<bool()>& done) {
  std::ifstream opened;
  if (!file.empty() && file != "-") {
    opened.open(file);
    if (!opened) return fail(Code::NotFound, fmt::format("{} cannot be read", file));
  }
  std::istream& in = opened.is_open() ? opened : std::cin;
  std::string line;
  while (!done() && std::getline(in, line)) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty()) continue;
    Json shown;
    if (line.size() > kMaxLineBytes) {
      shown = {{"error", fmt::format("a line has at most {} MiB", kMaxLineBytes >> 20)}};
    } else {
      auto result = answer(line);
      shown = result ? std::move(*result) : Json{{"error", result.error().message}};
    }
    *context.out << shown.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n' << std::flush;
  }
  return {};
}

Result<forms::Definition> read_definition(const Context& context, const std::string& file,
                                          const std::string& language) {
  TRY_ASSIGN(const Bytes bytes, context.files->read(file, kMaxFormFileBytes));
  const std::filesystem::path path(file);
  if (path.extension() != ".xlsx" && path.extension() != ".xls") {
    auto imported = xforms::import_xform(as_text(bytes));
    if (!imported) return fail(std::move(imported).error().in(file));
    for (const std::string& warning : imported->warnings) *context.err << file << ": " << warning << '\n';
    return std::move(imported->definition);
  }
  auto imported = importers::import_definition(bytes, path.stem().string());
  for (const importers::DefinitionIssue& warning : imported.warnings)
    *context.err << file << ": " << warning.text(language) << '\n';
  if (imported.definition) return std::move(*imported.definition);
  std::string sentences;
  for (const importers::DefinitionIssue& error : imported.errors)
    sentences += (sentences.empty() ? "" : "\n") + error.text(language);
  return fail(Code::InvalidInput, fmt::format("{}: {}", file, sentences));
}

Result<FormRun> FormRun::open(Context& context, const std::string& file, const std::string& now,
                              const std::string& language) {
  FormRun run;
  run.m_language = language;
  TRY(set_moment(context, now, run.m_environment));
  run.m_environment.random = context.random;
  set_digest(run.m_environment);
  TRY_ASSIGN(forms::Definition definition, read_definition(context, file, language));
  const std::filesystem::path folder = std::filesystem::path(file).parent_path();
  auto lists = xforms::read_external_lists(definition, [&](const std::string& name) -> Result<std::string> {
    TRY_ASSIGN(const Bytes list, context.files->read((folder / name).string(), kMaxFormFileBytes));
    return to_text(list);
  });
  if (!lists) return fail(std::move(lists).error().in(file));
  auto plan = forms::Plan::compile(std::move(definition));
  if (!plan) return fail(std::move(plan).error().in(file));
  run.m_plan = std::make_unique<forms::Plan>(std::move(*plan));
  if (auto loaded = run.load(); !loaded) return fail(std::move(loaded).error().in(file));
  return run;
}

Result<> FormRun::load() {
  TRY_ASSIGN(forms::Filling filling, forms::Filling::start(*m_plan, m_environment, m_language));
  m_filling = std::make_unique<forms::Filling>(std::move(filling));
  m_at.clear();
  return {};
}

Result<Json> FormRun::state(forms::NodeId node) const {
  const forms::PlaceState now = m_filling->state(node);
  const forms::Control* control = m_filling->control_of(node);
  Json shown{{"ref", m_filling->instances().path(node)},
             {"type", question_type(control, m_filling->bind_of(node))},
             {"relevant", now.relevant},
             {"required", now.required},
             {"readonly", now.readonly},
             {"valid", now.valid()},
             {"missing", now.missing()},
             {"value", now.value}};
  TRY_ASSIGN(shown["label"], m_filling->label(node));
  TRY_ASSIGN(const std::string hint, m_filling->hint(node));
  if (!hint.empty()) shown["hint"] = hint;
  TRY_ASSIGN(const std::string message, m_filling->message(node));
  if (!message.empty()) shown["message"] = message;
  if (control && !control->appearance.empty()) shown["appearance"] = control->appearance;
  if (control && (control->itemset || !control->items.empty())) {
    TRY_ASSIGN(const auto choices, m_filling->choices(node));
    shown["choices"] = Json::array();
    for (const forms::ChoiceState& choice : choices)
      shown["choices"].push_back({{"value", choice.value}, {"label", choice.label}});
  }
  return shown;
}

Result<Json> FormRun::next(const Json& request) {
  TRY_ASSIGN(const std::string after, json_string_or(request, "ref", m_at));
  const auto questions = m_filling->questions();
  std::size_t at = 0;
  if (!after.empty()) {
    TRY_ASSIGN(const forms::NodeId node, m_filling->find(after));
    const auto found = std::find(questions.begin(), questions.end(), node);
    if (found == questions.end()) return fail(Code::NotFound, fmt::format("{} is not asked now", after));
    at = static_cast<std::size_t>(found - questions.begin()) + 1;
  }
  if (at == questions.size()) return Json{{"end", true}};
  m_at = m_filling->instances().path(questions[at]);
  return state(questions[at]);
}

Result<Json> FormRun::command(const std::string& line) {
  TRY_ASSIGN(const Json request, parse_json(line));
  if (!request.is_object()) return fail(Code::InvalidInput, "a command is an object with its 'command'");
  TRY_ASSIGN(const std::string command, json_string(request, "command"));
  if (command == "load") {
    TRY(load());
    return Json{{"form", m_plan->definition().id},
                {"version", m_plan->definition().version},
                {"title", m_plan->definition().title},
                {"languages", m_plan->definition().translations.languages},
                {"language", m_filling->language()}};
  }
  if (command == "next") return next(request);
  if (command == "questions" || command == "problems") {
    Json found = Json::array();
    for (const forms::NodeId node : command == "questions" ? m_filling->questions() : m_filling->problems())
      found.push_back(m_filling->instances().path(node));
    return Json{{command, std::move(found)}};
  }
  if (command == "language") {
    TRY_ASSIGN(const std::string language, json_string(request, "language"));
    TRY(m_filling->set_language(language));
    m_language = m_filling->language();
    return Json{{"language", m_language}};
  }
  if (command == "finalise") {
    TRY_ASSIGN(std::string xml, m_filling->finalise());
    m_finalised = true;
    return Json{{"finalised", true}, {"instance", std::move(xml)}};
  }
  TRY_ASSIGN(const std::string ref, json_string(request, "ref"));
  if (command == "answer") {
    TRY_ASSIGN(const Json* value, json_field(request, "value"));
    TRY_ASSIGN(const std::string text, text_of(*value));
    TRY(m_filling->answer(ref, text));
  } else if (command == "add") {
    TRY_ASSIGN(const forms::NodeId copy, m_filling->add_repeat(ref));
    return Json{{"ref", m_filling->instances().path(copy)}};
  } else if (command == "remove") {
    TRY(m_filling->remove_repeat(ref));
    return Json{{"removed", ref}};
  } else if (command != "state") {
    return fail(Code::InvalidInput,
                fmt::format("there is no command '{}'; see escale form run --help", command.substr(0, 40)));
  }
  TRY_ASSIGN(const forms::NodeId node, m_filling->find(ref));
  return state(node);
}

Json FormRun::last_line() const {
  return {{"finalised", false}, {"instance", m_filling->xml()}};
}

}  // namespace escale::admin
