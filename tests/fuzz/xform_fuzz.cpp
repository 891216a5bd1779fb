// Any bytes as an XForm, and as CSV: what is accepted is written as XForm XML, read back the same, compiled and filled, or refused in one
// sentence.
#include <cstddef>
#include <cstdint>

#include "content-bundles/forms/filling.hpp"
#include "content-bundles/forms/submission.hpp"
#include "content-bundles/xforms/xform.hpp"
#include "sync/base/bytes.hpp"

using namespace escale;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text({data, size});
  forms::Instances lists;
  (void)xforms::read_csv_list(text, "x", lists);
  auto imported = xforms::import_xform(text);
  if (!imported) {
    CHECK(!imported.error().message.empty());
    return 0;
  }
  const std::string xml = xforms::xform_xml(imported->definition);
  const auto plan = forms::Plan::compile(std::move(imported->definition));
  if (!plan) {
    CHECK(!plan.error().message.empty());
    return 0;
  }
  const auto back = xforms::import_xform(xml);
  CHECK(back.has_value());
  CHECK(xforms::xform_xml(back->definition) == xml);
  SeededRandom random(1);
  forms::Environment environment;
  environment.random = &random;
  environment.max_steps = 100'000;
  auto filling = forms::Filling::start(*plan, environment, "");
  if (!filling) return 0;
  for (const forms::NodeId node : filling->questions()) {
    (void)filling->label(node);
    const auto choices = filling->choices(node);
    const std::string value = choices && !choices->empty() ? choices->front().value : "4";
    (void)filling->answer(filling->instances().path(node), value);
  }
  (void)filling->problems();
  (void)filling->xml();
  if (const auto sent = filling->finalise())
    CHECK(forms::SubmissionReader(*plan).read(*sent).value().xml(*plan) == *sent);
  return 0;
}
