// What a person waits for in a form: the choices of a list of 100,000 rows, everything that an answer changes in a form of 1,000
// questions, and an author for a spreadsheet of 500 questions. Against the limits that were set.
#include <fmt/format.h>

#include "content-bundles/forms/filling.hpp"
#include "content-bundles/forms/submission.hpp"
#include "content-bundles/importers/xlsform_definition.hpp"
#include "tests/bench/arguments.hpp"
#include "tests/bench/report.hpp"
#include "tests/support/must.hpp"
#include "tests/support/xlsx_writer.hpp"

using namespace escale;
using test::must;

namespace {

forms::Definition towns(int rows) {
  forms::Definition form;
  form.id = "towns";
  forms::Instances& tree = form.instances;
  const auto data = tree.add_child(tree.primary(), "data");
  for (const char* name : {"dep", "town"}) tree.add_child(data, name);
  const auto root = tree.add_child(tree.add_secondary("towns"), "root");
  for (int i = 0; i < rows; ++i) {
    const auto item = tree.add_child(root, "item");
    tree.add_child(item, "name", fmt::format("t{}", i));
    tree.add_child(item, "label", fmt::format("Commune {}", i));
    tree.add_child(item, "dep", fmt::format("{}", i % 100));
    tree.add_child(item, "people", fmt::format("{}", i * 7919 % 40000));
  }
  forms::Control dep, town;
  dep.path = "/data/dep";
  town.type = forms::ControlType::SelectOne;
  town.path = "/data/town";
  town.itemset = forms::ItemSet{.nodeset = "instance('towns')/root/item[dep = /data/dep]"};
  form.controls = {dep, town};
  return form;
}

/// Each question is asked when the one before is answered, its double is worked out from both, and the last adds all up.
forms::Definition chain(int questions) {
  forms::Definition form;
  form.id = "chain";
  forms::Instances& tree = form.instances;
  const auto data = tree.add_child(tree.primary(), "data");
  for (int i = 0; i < questions; ++i) {
    const std::string name = fmt::format("q{}", i);
    tree.add_child(data, name, i == 0 ? "" : "1");
    forms::Bind bind;
    bind.path = "/data/" + name;
    bind.type = forms::DataType::Int;
    if (i > 0) bind.relevant = fmt::format("/data/q{} != ''", i - 1);
    bind.constraint = fmt::format(". >= 0 and . <= /data/q0 + {}", i);
    form.binds.push_back(bind);
    forms::Control control;
    control.path = bind.path;
    form.controls.push_back(control);
  }
  return form;
}

Bytes spreadsheet(int questions) {
  test::SheetCells survey = {{"type", "name", "label::Français (fr)", "label::English (en)", "relevant", "constraint", "required"}};
  for (int i = 0; i < questions; ++i)
    survey.push_back({i % 3 == 0 ? "select_one l" : i % 3 == 1 ? "integer" : "text", fmt::format("q{}", i), fmt::format("Question {} ?", i),
                      fmt::format("Question {}?", i), i > 1 ? fmt::format("${{q{}}} != ''", i - 2) : "", i % 3 == 1 ? ". >= 0 and . < 100" : "", "yes"});
  test::SheetCells choices = {{"list_name", "name", "label::Français (fr)", "label::English (en)"}};
  for (int i = 0; i < 20; ++i) choices.push_back({"l", fmt::format("c{}", i), fmt::format("Choix {}", i), fmt::format("Choice {}", i)});
  return test::XlsxWriter().add("survey", survey).add("choices", choices).add("settings", {{"form_id"}, {"essai"}}).write();
}

}  // namespace

int main(int count, char** values) {
  bench::Report report(bench::read_arguments(count, values).json);
  const auto limit = [&](const char* name, double seconds, double milliseconds) {
    report.add({name, seconds * 1e3, "ms", fmt::format("a limit of {} ms", milliseconds), milliseconds / (seconds * 1e3)});
  };
  {
    const auto plan = must(forms::Plan::compile(towns(100'000)));
    auto filling = must(forms::Filling::start(plan, {}, ""));
    const auto town = must(filling.find("/data/town"));
    std::size_t offered = 0;
    const auto filter = [&](const char* dep) {
      must(filling.answer("/data/dep", dep));
      offered = must(filling.choices(town)).size();
    };
    limit("choice filter, 100000 rows, the first time", bench::seconds([&] { filter("1"); }), 50);
    std::vector<double> next;
    for (int i = 2; i < 52; ++i) next.push_back(bench::seconds([&] { filter(std::to_string(i).c_str()); }));
    CHECK(offered == 1000);
    limit("choice filter, 100000 rows, afterwards", bench::median(next), 50);
    const auto slow = must(forms::Expression::parse("count(instance('towns')/root/item[people > 39000])"));
    limit("choice filter, 100000 rows, each compared", bench::seconds([&] {
            must(forms::evaluate(slow, filling.instances(), filling.instances().primary(), {}));
          }), 50);
  }
  {
    const auto plan = must(forms::Plan::compile(chain(1000)));
    auto filling = must(forms::Filling::start(plan, {}, ""));
    std::vector<double> all, one;
    for (int i = 0; i < 20; ++i) {
      all.push_back(bench::seconds([&] { must(filling.answer("/data/q0", i % 2 == 0 ? "5" : "")); }));
      if (i % 2 == 0) one.push_back(bench::seconds([&] { must(filling.answer("/data/q500", i % 4 == 0 ? "2" : "3")); }));
    }
    CHECK(filling.questions().size() == 1);
    must(filling.answer("/data/q0", "5"));
    const std::string draft = filling.xml();
    std::vector<double> opened;
    for (int i = 0; i < 5; ++i)
      opened.push_back(bench::seconds([&] { must(forms::Filling::restore(plan, {}, "", must(forms::Submission::parse(plan, draft)))); }));
    limit("draft of 1000 answers, opened", bench::median(opened), 200);
    limit("1000 questions, an answer that changes all", bench::median(all), 5);
    limit("1000 questions, an answer that changes one", bench::median(one), 5);
  }
  {
    const Bytes file = spreadsheet(500);
    std::vector<double> runs;
    for (int i = 0; i < 5; ++i) runs.push_back(bench::seconds([&] { CHECK(importers::import_definition(file, "essai").definition.has_value()); }));
    limit("spreadsheet of 500 questions, imported", bench::median(runs), 300);
  }
  return 0;
}
