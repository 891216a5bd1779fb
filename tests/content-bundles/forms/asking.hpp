// Asks expressions in tests: an instance and lists as XML texts, a fixed moment, a seed.
#pragma once

#include <gmock/gmock.h>

#include <optional>

#include "content-bundles/forms/evaluator.hpp"
#include "sync/base/bytes.hpp"

namespace escale::forms {

/// <data><a>1</a><b>x y</b><e/><rep><n>A</n><v>3</v></rep>×3<i>2</i></data> and a list "countries" of three rows.
struct Asking {
  Instances instances;
  NodeId data = kNoNode;
  std::vector<NodeId> repeats;
  SeededRandom random{7};
  Environment environment;

  Asking() {
    data = instances.add_child(instances.primary(), "data");
    instances.add_child(data, "a", "1");
    instances.add_child(data, "b", "x y");
    instances.add_child(data, "e");
    for (const auto& [name, value] : {std::pair{"A", "3"}, {"B", "4"}, {"C", ""}}) {
      repeats.push_back(instances.add_child(data, "rep"));
      instances.add_child(repeats.back(), "n", name);
      instances.add_child(repeats.back(), "v", value);
    }
    instances.add_child(data, "i", "2");
    const NodeId root = instances.add_child(instances.add_secondary("countries"), "root");
    for (const auto& [name, label, people] : {std::tuple{"fr", "France", "68"}, {"es", "Espagne", "48"}, {"it", "Italie", ""}}) {
      const NodeId item = instances.add_child(root, "item");
      instances.add_child(item, "name", name);
      instances.add_child(item, "label", label);
      if (*people) instances.add_child(item, "people", people);
    }
    environment.random = &random;
    environment.zone = Zone::fixed(60);
    environment.now_ms = 1'795'510'800'000;  // 2026-11-24T10:00:00+01:00
  }

  NodeId node(std::string_view path) {
    const auto expression = Expression::parse(path);
    const auto found = evaluate(*expression, instances, instances.primary(), environment);
    return std::get<NodeSet>(found.value()).at(0);
  }
  Result<XPathValue> ask(std::string_view source, std::string_view context = "/") {
    TRY_ASSIGN(const Expression expression, Expression::parse(source));
    return evaluate(expression, instances, node(context), environment);
  }
  /// Its text; "type: text" for other types than text; the error's sentence.
  std::string text(std::string_view source, std::string_view context = "/") {
    const auto value = ask(source, context);
    return value ? text_of(*value, instances) : value.error().message;
  }
  std::string type(std::string_view source) {
    const auto value = ask(source);
    return value ? std::string(type_of(*value)) : value.error().message;
  }
};

}  // namespace escale::forms
