#include "content-bundles/xforms/instance_xml.hpp"

#include <gmock/gmock.h>

namespace escale::xforms {
namespace {
using ::testing::HasSubstr;

std::string refusal(std::string_view xml) {
  const auto read = read_instances(xml);
  return read ? "accepted" : read.error().message;
}

TEST(InstanceXml, ReadsAnswersAndDropsTheSpaceBetweenThem) {
  const auto read = read_instances("<?xml version=\"1.0\"?>\n<d xmlns:orx=\"u\">\n <a> 1 </a>\n <g><b/><b>é&amp;</b></g><orx:meta/>\n</d>");
  ASSERT_TRUE(read.has_value());
  const auto d = read->first_child(read->primary());
  const auto a = read->first_child(d);
  EXPECT_EQ(read->value(a), " 1 ");
  EXPECT_EQ(read->value(d), "");
  const auto g = read->next(a);
  EXPECT_EQ(read->path(read->next(read->first_child(g))), "/d/g/b[2]");
  EXPECT_EQ(read->string_value(g), "é&");
  EXPECT_EQ(read->qualified_name(read->next(g)), "orx:meta");
  EXPECT_EQ(read->name_text(read->name(read->next(g))), "meta");
}

TEST(InstanceXml, ReadsAModelWithItsLists) {
  const auto read = read_instances("<model><instance><d><a/></d></instance><instance id=\"l\"><root><item><name>x</name></item></root></instance></model>");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->path(read->first_child(read->primary())), "/d");
  EXPECT_NE(read->secondary("l"), forms::kNoNode);
  EXPECT_EQ(read->string_value(read->secondary("l")), "x");
}

TEST(InstanceXml, RefusesHostileXmlInOneSentence) {
  EXPECT_THAT(refusal("<a>\n<b></a>"), HasSubstr("line 2: the XML is broken"));
  EXPECT_THAT(refusal("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>"), HasSubstr("line 1: document types and entities are not accepted"));
  std::string deep, end;
  for (int i = 0; i < 20'000; ++i) deep += "<a>", end += "</a>";
  EXPECT_THAT(refusal(deep + end), HasSubstr("more than 64 elements inside each other"));
  EXPECT_THAT(refusal(""), HasSubstr("the XML"));
  EXPECT_THAT(refusal("\xFF"), HasSubstr("UTF-8"));
}

}  // namespace
}  // namespace escale::xforms
