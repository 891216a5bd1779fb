#include "sync/base/json.hpp"

#include <gtest/gtest.h>

namespace escale {
namespace {

TEST(Json, RefusesARepeatedKey) {
  const auto parsed = parse_json(R"({"a":1,"a":2})");
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().message, "the key 'a' is there twice");
}

TEST(Json, RefusesNestingOverTheLimit) {
  EXPECT_TRUE(parse_json(std::string(64, '[') + std::string(64, ']')));
  EXPECT_FALSE(parse_json(std::string(65, '[') + std::string(65, ']')));
}

TEST(Json, RefusesMoreValuesThanMemoryIsFor) {
  std::string text = "[0";
  while (text.size() < 4'000'000) text += ",0";
  EXPECT_EQ(parse_json(text + "]").error().message, "over 2000000 values");
}

TEST(Json, NamesTheByteWhereItStopsBeingJson) {
  EXPECT_EQ(parse_json("{\"a\": }").error().message, "not valid JSON at byte 7");
  EXPECT_FALSE(parse_json("\"\xff\""));
  EXPECT_FALSE(parse_json(""));
}

TEST(Json, RefusesWhatFollowsAZeroByte) {
  EXPECT_FALSE(parse_json(std::string("{}\0", 3)));
  const auto hidden = parse_json(std::string("{\"a\":1}\0{\"a\":2}", 15));
  ASSERT_FALSE(hidden);
  EXPECT_EQ(hidden.error().message, "not valid JSON at byte 8");
}

TEST(Json, KeepsNestedContainersInPlace) {
  const auto parsed = parse_json(R"([{"a":[1,{"b":null}]},[true,"x"],-3])");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->dump(), R"([{"a":[1,{"b":null}]},[true,"x"],-3])");
}

TEST(CanonicalJson, SortsKeysAndEscapesOnlyQuoteAndBackslash) {
  const auto parsed = parse_json("{\"b\":\"tab\\t\\\"\\\\é\",\"a\":[1,-2,null,true]}");
  EXPECT_EQ(canonical_json(*parsed).value(), "{\"a\":[1,-2,null,true],\"b\":\"tab\t\\\"\\\\é\"}");
}

TEST(CanonicalJson, SortsUtf8KeysByCodePointWhenAllowed) {
  const Json value{{"é", 1}, {"z", 2}, {"\xf0\x9f\x98\x80", 3}, {"\xef\xbf\xbd", 4}};
  EXPECT_EQ(canonical_json(value, CanonicalKeys::Utf8).value(), "{\"z\":2,\"é\":1,\"\xef\xbf\xbd\":4,\"\xf0\x9f\x98\x80\":3}");
}

TEST(CanonicalJson, RefusesFractionsAndForeignKeys) {
  EXPECT_FALSE(canonical_json(Json(1.5)));
  EXPECT_FALSE(canonical_json(Json{{"é", 1}}));
}

TEST(StoredJson, IsReadBackWhateverTheTextHolds) {
  const Json value{{"a", "line\nend\ttab\x01\"\\é"}, {"b", {1, true, nullptr}}};
  const auto text = stored_json(value);
  ASSERT_TRUE(text.has_value());
  EXPECT_EQ(*text, "{\"a\":\"line\\nend\\ttab\\u0001\\\"\\\\é\",\"b\":[1,true,null]}");
  EXPECT_EQ(parse_json(*text).value(), value);
  EXPECT_FALSE(parse_json(canonical_json(value).value()).has_value()) << "OLPC leaves the line end as it is";
}

TEST(Json, FieldErrorsNameTheField) {
  const Json object{{"version", "3"}};
  EXPECT_EQ(json_int(object, "version").error().message, "'version' is not a whole number");
  EXPECT_EQ(json_string(object, "expires").error().message, "'expires' is missing");
  EXPECT_EQ(json_string_or(object, "suite", "x25519").value(), "x25519");
}

}  // namespace
}  // namespace escale
