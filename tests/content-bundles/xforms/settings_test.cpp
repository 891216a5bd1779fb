// What Escale asks of a form and XForms has no word for: attributes of ours, kept over a round trip.
#include <gmock/gmock.h>

#include "tests/content-bundles/xforms/asked_form.hpp"

namespace escale::xforms {
namespace {
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Settings, EachComesBackAndOthersStayAway) {
  for (const forms::FormSetting& setting : forms::kFormSettings) {
    auto form = test::must(import_xform(asked_xform())).definition;
    EXPECT_THAT(xform_xml(form), Not(HasSubstr("escale:")));
    form.settings.*setting.value = true;
    const std::string xml = xform_xml(form);
    EXPECT_THAT(xml, HasSubstr("<model xmlns:escale=\"urn:escale:forms\" escale:" + std::string(setting.name) + "=\"true\">"));
    EXPECT_EQ(test::must(import_xform(xml)).definition.settings, form.settings);
    EXPECT_EQ(xform_xml(test::must(import_xform(xml)).definition), xml);
  }
}

TEST(Settings, WhatIsNotKnownIsRefusedAndWhatIsOthersIsLeftAlone) {
  EXPECT_THAT(import_xform(asked_xform(" xmlns:e=\"urn:escale:forms\" e:telepathy=\"true\"")).error().message,
              HasSubstr("model: the setting e:telepathy is not known"));
  EXPECT_THAT(import_xform(asked_xform(" xmlns:e=\"urn:escale:forms\" e:anonymous=\"peut-être\"")).error().message,
              HasSubstr("e:anonymous is true or false"));
  EXPECT_TRUE(import_xform(asked_xform(" xmlns:odk=\"http://www.opendatakit.org/xforms\" odk:xforms-version=\"1.0.0\"")).has_value());
}

}  // namespace
}  // namespace escale::xforms
