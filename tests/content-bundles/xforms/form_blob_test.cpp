// A form as a bundle carries it: one sequence of bytes, or no form.
#include "content-bundles/xforms/form_blob.hpp"

#include <gmock/gmock.h>

#include "tests/content-bundles/xforms/asked_form.hpp"

namespace escale::xforms {
namespace {
using ::testing::HasSubstr;

TEST(FormBlob, IsReadBackAsThePlanThatItWas) {
  Asked form;
  const auto definition = test::must(import_xform(asked_xform())).definition;
  const std::string blob = test::must(form_blob(definition));
  const auto plan = test::must(read_form(blob));
  EXPECT_EQ(plan->opening(), form.plan->opening());
  EXPECT_EQ(plan->places().size(), form.plan->places().size());
  EXPECT_EQ(test::must(form_blob(test::must(import_xform(blob)).definition)), blob);
  // The same answers are the same record, before and after.
  EXPECT_TRUE(forms::SubmissionReader(*plan).read(form.sent()).has_value());
}

TEST(FormBlob, RefusesOtherBytesOfTheSameForm) {
  const std::string blob = test::must(form_blob(test::must(import_xform(asked_xform())).definition));
  EXPECT_EQ(read_form(asked_xform()).error().code, Code::Corrupt) << "as another tool wrote it";
  EXPECT_EQ(read_form(blob + "\n").error().code, Code::Corrupt);
  EXPECT_EQ(read_form(std::string(kMaxFormBytes + 1, ' ')).error().code, Code::TooLarge);
  for (std::size_t size = 0; size < blob.size(); size += 7) EXPECT_FALSE(read_form(blob.substr(0, size)).has_value()) << size;
}

TEST(FormBlob, HoldsItsLists) {
  auto definition = test::must(import_xform(asked_xform())).definition;
  definition.external["communes"] = "communes.csv";
  EXPECT_THAT(form_blob(definition).error().message, HasSubstr("the list communes is in the file communes.csv"));
}

}  // namespace
}  // namespace escale::xforms
