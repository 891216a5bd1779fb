// escale form: the form language on the command line. `eval` asks expressions one by one, for outside suites and for
// authors who wonder what an expression gives.
#include <fmt/format.h>

#include <cmath>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>

#include "content-bundles/forms/evaluator.hpp"
#include "content-bundles/xforms/instance_xml.hpp"
#include "content-bundles/xforms/xform.hpp"
#include "sync/admin/commands.hpp"
#include "sync/admin/form_run.hpp"

namespace escale::admin {
namespace {

constexpr std::size_t kMaxLineBytes = 64u << 20;

struct Options {
  std::string in, form, language, now, out;
};

// --- eval ---------------------------------------------------------------------------------------------------------

/// JSON has no NaN and no infinities: their XPath names stand for them. Whole numbers are written without a point.
Json number_json(double number) {
  if (!std::isfinite(number)) return forms::number_text(number);
  if (number == std::trunc(number) && std::fabs(number) < 9e15) return static_cast<std::int64_t>(number);
  return number;
}

Json answer_json(const forms::XPathValue& value, const forms::Instances& instances) {
  Json shown;
  if (const auto* number = std::get_if<double>(&value)) {
    shown = number_json(*number);
  } else if (const auto* truth = std::get_if<bool>(&value)) {
    shown = *truth;
  } else if (const auto* nodes = std::get_if<forms::NodeSet>(&value)) {
    shown = Json::array();
    for (const forms::NodeId node : *nodes) shown.push_back(instances.string_value(node));
  } else {
    shown = forms::text_of(value, instances);
  }
  return {{"value", std::move(shown)}, {"type", forms::type_of(value)}};
}

Result<> set_time(const Json& request, const Context& context, forms::Environment& environment) {
  std::string text;
  if (request.contains("now") && !request["now"].is_null()) {
    TRY_ASSIGN(text, json_string(request, "now"));
  }
  return set_moment(context, text, environment);
}

Result<forms::Instances> instances_of(const Json& request) {
  forms::Instances instances;
  if (request.contains("instance") && !request["instance"].is_null()) {
    TRY_ASSIGN(const std::string xml, json_string(request, "instance"));
    auto read = xforms::read_instances(xml);
    if (!read) return fail(std::move(read).error().in("instance"));
    instances = std::move(*read);
  }
  if (request.contains("instances") && !request["instances"].is_null()) {
    TRY_ASSIGN(const Json* lists, json_object(request, "instances"));
    for (const auto& [id, xml] : lists->items()) {
      if (!xml.is_string()) return fail(Code::InvalidInput, fmt::format("instances: '{}' is not a text", id));
      if (auto read = xforms::read_secondary(xml.get<std::string>(), id, instances); !read)
        return fail(std::move(read).error().in("instances, " + id));
    }
  }
  return instances;
}

Result<forms::NodeId> context_of(const Json& request, const forms::Instances& instances,
                                 const forms::Environment& environment) {
  if (!request.contains("context") || request["context"].is_null()) return instances.primary();
  TRY_ASSIGN(const std::string text, json_string(request, "context"));
  auto path = forms::Expression::parse(text);
  if (!path) return fail(std::move(path).error().in("context"));
  TRY_ASSIGN(const forms::XPathValue found, forms::evaluate(*path, instances, instances.primary(), environment));
  const auto* nodes = std::get_if<forms::NodeSet>(&found);
  if (!nodes) return fail(Code::InvalidInput, "context: this is not a path");
  if (nodes->empty()) return fail(Code::InvalidInput, fmt::format("context: the instance has no {}", text));
  return nodes->front();
}

Result<Json> evaluate_line(const std::string& line, Context& context) {
  TRY_ASSIGN(const Json request, parse_json(line));
  if (!request.is_object()) return fail(Code::InvalidInput, "a request is an object with an expression");
  TRY_ASSIGN(const std::string source, json_string(request, "expression"));
  forms::Environment environment;
  TRY(set_time(request, context, environment));
  TRY_ASSIGN(environment.language, json_string_or(request, "language", "en"));
  environment.random = context.random;
  set_digest(environment);
  TRY_ASSIGN(const forms::Instances instances, instances_of(request));
  TRY_ASSIGN(const forms::NodeId node, context_of(request, instances, environment));
  TRY_ASSIGN(const forms::Expression expression, forms::Expression::parse(source));
  TRY_ASSIGN(const forms::XPathValue value, forms::evaluate(expression, instances, node, environment));
  return answer_json(value, instances);
}

Result<> run(Context& context, const Options& options) {
  TRY_ASSIGN(FormRun form, FormRun::open(context, options.form, options.now, options.language));
  TRY(for_each_line(
      context, options.in, [&](const std::string& line) { return form.command(line); },
      [&] { return form.is_finalised(); }));
  if (!form.is_finalised()) *context.out << form.last_line().dump() << '\n';
  return {};
}

Result<> convert(Context& context, const Options& options) {
  TRY_ASSIGN(forms::Definition definition, read_definition(context, options.form, options.language));
  const std::string xml = xforms::xform_xml(definition);
  // What cannot be filled here is not written for others either.
  auto plan = forms::Plan::compile(std::move(definition));
  if (!plan) return fail(std::move(plan).error().in(options.form));
  if (options.out.empty()) {
    *context.out << xml;
    return {};
  }
  TRY(context.files->write_atomic(options.out, as_bytes(xml)));
  const forms::Definition& form = plan->definition();
  context.show({{"form", form.id}, {"version", form.version}, {"file", options.out}, {"bytes", xml.size()}},
               fmt::format("{} {}, {} questions, written as XForm: {} opens in ODK, Kobo and Enketo.", form.id,
                           form.version, form.controls.size(), options.out));
  return {};
}

}  // namespace

void add_form_command(CLI::App& app, Context& context) {
  auto* command =
      app.add_subcommand("form",
                         "Try a form, or ask expressions of the form language (XLSForm, ODK XForms)\n\n"
                         "  echo '{\"expression\":\"round(10 div 3, 2)\"}' | escale form eval\n"
                         "  echo '{\"expression\":\"../a + "
                         "1\",\"instance\":\"<d><a>2</a><b/></d>\",\"context\":\"/d/b\"}' | escale form eval\n\n"
                         "  escale form run form.xml < commands.jsonl\n"
                         "  escale form xform form.xlsx --out form.xml --language fr     errors in French\n"
                         "  escale form print form.xlsx -o form.pdf                      the same on paper\n\n"
                         "The language is in content-bundles/forms/SPEC.md, section 6; forms in section 2.");
  command->require_subcommand(1);
  const auto options = std::make_shared<Options>();

  auto* sub = command->add_subcommand(
      "eval",
      "Evaluate expressions: one JSON object a line in, one a line out, in order\n\n"
      "In:  {\"expression\": …, \"instance\": XML, \"context\": PATH, \"now\": DATE AND TIME,\n"
      "      \"instances\": {ID: XML}, \"language\": \"fr\"}; all but the expression may be left out.\n"
      "Out: {\"value\": …, \"type\": \"number|string|boolean|date|dateTime|time|nodeset\"} or {\"error\": SENTENCE}.\n"
      "NaN, Infinity and -Infinity are texts; nodes are the list of their texts.");
  sub->add_option("--in", options->in, "File with the lines (standard input when not given)");
  sub->callback([&context, options] {
    context.run([&] {
      return for_each_line(
          context, options->in, [&](const std::string& line) { return evaluate_line(line, context); },
          [] { return false; });
    });
  });

  sub = command->add_subcommand(
      "run",
      "Fill a form by commands: one JSON object a line in, one a line out, the last with the answers as XML\n\n"
      "  {\"command\": \"load\"}                                     begin again, empty\n"
      "  {\"command\": \"next\", \"ref\": \"/data/a\"}                 state of the question after that one (without "
      "ref: after the last next)\n"
      "  {\"command\": \"answer\", \"ref\": \"/data/a\", \"value\": \"4\"}  choices as \"a b\" or [\"a\", \"b\"]; \"\" "
      "takes back\n"
      "  {\"command\": \"state\", \"ref\": \"/data/rep[2]/a\"}          relevant, required, valid, value, label, "
      "choices…\n"
      "  {\"command\": \"questions\"}, {\"command\": \"problems\"}        references, in order\n"
      "  {\"command\": \"add\", \"ref\": \"/data/rep\"}, {\"command\": \"remove\", \"ref\": \"/data/rep[2]\"}\n"
      "  {\"command\": \"language\", \"language\": \"fr\"}\n"
      "  {\"command\": \"finalise\"}                                 refused while there are problems\n");
  sub->add_option("form", options->form, "The form, .xml (XForm) or .xlsx (XLSForm)")->required();
  sub->add_option("--in", options->in, "File with the commands (standard input when not given)");
  sub->add_option("--language", options->language, "Language of labels and messages");
  sub->add_option("--now", options->now, "The moment of now(), such as 2026-11-24T10:00:00+01:00");
  sub->callback([&context, options] { context.run([&] { return run(context, *options); }); });

  sub = command->add_subcommand(
      "xform", "Write a form as XForm XML, which ODK, Kobo and Enketo open; errors name sheet and cell");
  sub->add_option("form", options->form, "The form, .xlsx (XLSForm) or .xml (XForm)")->required();
  sub->add_option("--out", options->out, "File to write (standard output when not given)");
  sub->add_option("--language", options->language, "Language of errors, fr or en");
  sub->callback([&context, options] { context.run([&] { return convert(context, *options); }); });

  add_form_print(*command, context);
}

}  // namespace escale::admin
