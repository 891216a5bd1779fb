// What every folder with migrations proves: the scripts lead to its schema.sql from every earlier version, a newer file
// is refused, and each named query compiles against the result.
#pragma once

#include <gtest/gtest.h>

#include <cctype>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "sync/db/database.hpp"
#include "tests/support/temporary_folder.hpp"

namespace escale::test {

/// SQL without comments, quotes round names and spacing, in lower case: two spellings of one definition become the same
/// text.
inline std::string normalised_sql(std::string_view sql) {
  std::string out;
  for (std::size_t i = 0; i < sql.size(); ++i) {
    const char c = sql[i];
    if (c == '-' && i + 1 < sql.size() && sql[i + 1] == '-') {
      while (i < sql.size() && sql[i] != '\n') ++i;
    } else if (c == '\'') {  // a text stays as it is
      do out.push_back(sql[i++]);
      while (i < sql.size() && sql[i] != '\'');
      out.push_back('\'');
      continue;
    } else if (c == '"') {
      continue;
    } else if (!std::isspace(static_cast<unsigned char>(c))) {
      out.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
      continue;
    }
    if (!out.empty() && out.back() != ' ') out.push_back(' ');
  }
  std::string tight;
  for (std::size_t i = 0; i < out.size(); ++i) {
    constexpr std::string_view kPunctuation = "(),=<>;";
    const bool beside = (i > 0 && kPunctuation.find(out[i - 1]) != std::string_view::npos) ||
                        (i + 1 < out.size() && kPunctuation.find(out[i + 1]) != std::string_view::npos);
    if (out[i] == ' ' && (beside || i + 1 == out.size())) continue;
    tight.push_back(out[i]);
  }
  return tight;
}

/// One line per table, index, trigger and view, sorted.
inline std::vector<std::string> schema_lines(db::Database& database) {
  auto statement = database.prepare(
      "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, "
      "name");
  EXPECT_TRUE(statement) << statement.error().message;
  std::vector<std::string> lines;
  const auto walked = statement->each([&](db::Statement& row) {
    lines.push_back(row.column_text(0) + " " + row.column_text(1) + " on " + row.column_text(2) + ": " +
                    normalised_sql(row.column_text(3)));
  });
  EXPECT_TRUE(walked) << walked.error().message;
  return lines;
}

inline std::string read_source(const Path& path) {
  std::ifstream in(path);
  EXPECT_TRUE(in.good()) << path;
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// The migrations, from an empty file and from each version on the way, give what schema.sql says.
inline void expect_migrations_match_schema(std::span<const db::Migration> migrations, const Path& schema_sql) {
  auto wanted = db::Database::open_in_memory();
  ASSERT_TRUE(wanted) << wanted.error().message;
  const auto created = wanted->execute(read_source(schema_sql));
  ASSERT_TRUE(created) << schema_sql << ": " << created.error().message;
  const auto expected = schema_lines(*wanted);
  ASSERT_FALSE(expected.empty()) << schema_sql << " creates nothing";
  for (std::size_t start = 0; start < migrations.size(); ++start) {
    auto database = db::Database::open_in_memory();
    ASSERT_TRUE(database) << database.error().message;
    const auto before = database->migrate(migrations.first(start));
    ASSERT_TRUE(before) << before.error().message;
    const auto after = database->migrate(migrations);
    ASSERT_TRUE(after) << after.error().message;
    EXPECT_EQ(schema_lines(*database), expected) << "upgraded from version " << start;
    EXPECT_EQ(database->schema_version().value(), static_cast<int>(migrations.size()));
  }
}

/// A file of a later program is refused, and stays byte for byte what it was.
inline void expect_newer_schema_refused(std::span<const db::Migration> migrations) {
  const TemporaryFolder folder;
  const Path path = folder.path() / "newer.db";
  const int newer = static_cast<int>(migrations.size()) + 1;
  {
    auto database = db::Database::open(path);
    ASSERT_TRUE(database) << database.error().message;
    ASSERT_TRUE(database->migrate(migrations));
    ASSERT_TRUE(database->execute("PRAGMA user_version = " + std::to_string(newer)));
  }
  const std::string before = read_source(path);
  {
    auto database = db::Database::open(path);
    ASSERT_TRUE(database) << database.error().message;
    const auto refused = database->migrate(migrations);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::Refused);
    EXPECT_NE(refused.error().message.find(std::to_string(newer)), std::string::npos) << refused.error().message;
  }
  EXPECT_EQ(read_source(path), before);
}

/// Each query compiles against the newest schema.
inline void expect_queries_prepare(std::span<const db::Migration> migrations,
                                   std::span<const std::string_view> queries) {
  auto database = db::Database::open_in_memory();
  ASSERT_TRUE(database) << database.error().message;
  ASSERT_TRUE(database->migrate(migrations));
  for (const std::string_view query : queries) {
    const auto statement = database->prepare(query);
    EXPECT_TRUE(statement) << statement.error().message;
  }
}

}  // namespace escale::test
