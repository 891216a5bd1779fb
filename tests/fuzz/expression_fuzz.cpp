// Any bytes as an expression: what is accepted says what it reads, gives a value or one error, and never takes more than its
// budget. Any bytes as an instance: what is accepted is a tree whose every node has a path.
#include <cstddef>
#include <cstdint>

#include "content-bundles/forms/evaluator.hpp"
#include "content-bundles/xforms/instance_xml.hpp"
#include "sync/base/bytes.hpp"

using namespace escale;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text({data, size});
  static const forms::Instances kInstances = [] {
    forms::Instances instances =
        xforms::read_instances("<data><a>2</a><b>x y</b><rep><n>A</n></rep><rep><n>B</n></rep></data>").value();
    CHECK(xforms::read_secondary("<root><item><name>2</name><label>deux</label><pop>5</pop></item></root>", "c", instances)
              .has_value());
    return instances;
  }();
  if (const auto read = xforms::read_instances(text)) {
    for (forms::NodeId node = 0; node < read->size() && node < 100; ++node) CHECK(read->path(node).starts_with('/'));
    (void)read->string_value(read->primary());
  }
  const auto expression = forms::Expression::parse(text);
  if (!expression) {
    CHECK(!expression.error().message.empty());
    return 0;
  }
  (void)expression->references("/data/rep/n");
  (void)expression->functions();
  (void)expression->has_unanchored_regex();
  SeededRandom random(1);
  forms::Environment environment;
  environment.random = &random;
  environment.max_steps = 100'000;
  for (const forms::NodeId context : {kInstances.primary(), static_cast<forms::NodeId>(kInstances.size() - 1)}) {
    const auto value = forms::evaluate(*expression, kInstances, context, environment);
    if (!value) continue;
    (void)forms::text_of(*value, kInstances);
    (void)forms::number_of(*value, kInstances, environment.zone);
    (void)forms::truth_of(*value, kInstances);
  }
  return 0;
}
