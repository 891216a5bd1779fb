#include "content-bundles/importers/time_zone.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <filesystem>

#include "sync/base/files.hpp"

namespace escale::importers {
namespace {

/// The zone as this machine's tzdata has it; empty where there is none.
Bytes zone_file(const std::string& name) {
  RealFiles files;
  const auto bytes = files.read("/usr/share/zoneinfo/" + name, 64u << 10);
  return bytes ? *bytes : Bytes{};
}

TEST(TimeZone, AgreesWithTheCLibraryFor80Years) {
  for (const char* name : {"Europe/Paris", "America/Martinique", "Indian/Reunion", "Australia/Sydney", "Pacific/Noumea", "America/Miquelon", "UTC"}) {
    const Bytes bytes = zone_file(name);
    ASSERT_FALSE(bytes.empty()) << "install tzdata: no zone " << name;
    const auto zone = TimeZone::parse(bytes);
    ASSERT_TRUE(zone) << name << ": " << zone.error().message;
    ::setenv("TZ", name, 1);
    ::tzset();
    for (std::time_t at = 0; at < 80L * 366 * 86'400; at += 5 * 3600 + 17) {
      std::tm local{};
      ::localtime_r(&at, &local);
      if (zone->offset_at(at) != local.tm_gmtoff) {
        ADD_FAILURE() << name << " at " << at << ": " << zone->offset_at(at) << " and not " << local.tm_gmtoff;
        break;
      }
    }
    ::unsetenv("TZ");
    ::tzset();
  }
}

TEST(TimeZone, FollowsTheRuleOfTheFooterWhereTheTableEnds) {
  // A file of version 2 with one type (UTC+1) and no transition: only the footer says when summer is.
  const auto header = [](char version) {
    std::string text = std::string("TZif") + version + std::string(15, '\0');
    text += std::string("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\4", 24);
    return text;
  };
  const std::string type("\0\0\x0e\x10\0\0CET\0", 10);
  const std::string file = header('2') + type + header('2') + type + "\nCET-1CEST,M3.5.0,M10.5.0/3\n";
  const auto zone = TimeZone::parse(as_bytes(file));
  ASSERT_TRUE(zone) << zone.error().message;
  EXPECT_EQ(zone->offset_at(1'774'745'999), 3600) << "2026-03-29T00:59:59Z";
  EXPECT_EQ(zone->offset_at(1'774'746'000), 7200) << "2026-03-29T01:00:00Z";
  EXPECT_EQ(zone->offset_at(1'792'889'999), 7200) << "2026-10-25T00:59:59Z";
  EXPECT_EQ(zone->offset_at(1'792'890'000), 3600) << "2026-10-25T01:00:00Z";
}

TEST(TimeZone, RefusesAnythingElseWithOneSentence) {
  const Bytes paris = zone_file("Europe/Paris");
  EXPECT_FALSE(TimeZone::parse({}));
  EXPECT_FALSE(TimeZone::parse(as_bytes("TZif")));
  ASSERT_FALSE(paris.empty()) << "install tzdata";
  for (std::size_t size = 0; size < paris.size(); ++size) EXPECT_FALSE(TimeZone::parse(ByteView(paris).first(size))) << size << " bytes of it";
}

}  // namespace
}  // namespace escale::importers
