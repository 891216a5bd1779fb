#include "content-bundles/forms/sensitive_text.hpp"

#include <algorithm>
#include <string>

namespace escale::forms {
namespace {

constexpr std::size_t kLongNumberDigits = 8;
constexpr std::size_t kFrenchPhoneDigits = 10;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_local_part(char c) {
  return is_letter(c) || is_digit(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-';
}
bool is_domain(char c) {
  return is_letter(c) || is_digit(c) || c == '.' || c == '-';
}

/// The size of a separator that people put inside numbers, 0 when there is none here.
std::size_t separator_size(std::string_view text) {
  if (text.starts_with("\u00A0")) return 2;
  if (text.starts_with("\u202F")) return 3;
  if (!text.empty() && (text[0] == ' ' || text[0] == '.' || text[0] == '-')) return 1;
  return 0;
}

struct Digits {
  std::size_t offset = 0;
  std::string text;
  std::size_t end() const { return offset + text.size(); }
};

constexpr std::size_t kMaxGroups = 16;  // more than any phone or card number has; keeps the time linear

/// Groups of digits from `at`, one separator apart; "(0)" after an international prefix is skipped as people write it.
std::vector<Digits> groups_from(std::string_view text, std::size_t at) {
  std::vector<Digits> groups;
  while (at < text.size() && is_digit(text[at]) && groups.size() < kMaxGroups) {
    Digits group{at, {}};
    while (at < text.size() && is_digit(text[at])) group.text.push_back(text[at++]);
    groups.push_back(std::move(group));
    std::size_t next = at + separator_size(text.substr(at));
    if (text.substr(next).starts_with("(0)")) {
      next += 3;
      next += separator_size(text.substr(next));
    }
    at = next;
  }
  return groups;
}

bool is_year(const std::string& digits) {
  return digits.size() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
}

/// 24.11.2026 or 2026-11-24 at the head of the groups.
bool begins_with_date(const std::vector<Digits>& groups, std::size_t first) {
  if (groups.size() < first + 3) return false;
  const auto& a = groups[first].text;
  const auto& b = groups[first + 1].text;
  const auto& c = groups[first + 2].text;
  return (a.size() <= 2 && b.size() <= 2 && is_year(c)) || (is_year(a) && b.size() <= 2 && c.size() <= 2);
}

/// The end of a French phone number that begins with this group (0612345678, 06 12 34 56 78), 0 when it is not one.
std::size_t french_phone_end(const std::vector<Digits>& groups, std::size_t first) {
  const std::string& head = groups[first].text;
  if (head.size() < 2 || head[0] != '0' || head[1] == '0') return 0;
  std::size_t digits = 0;
  for (std::size_t i = first; i < groups.size() && digits < kFrenchPhoneDigits; ++i) {
    digits += groups[i].text.size();
    if (digits == kFrenchPhoneDigits) return groups[i].end();
  }
  return 0;
}

void find_numbers(std::string_view text, std::vector<SensitiveText>& found) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (!is_digit(text[at])) {
      ++at;
      continue;
    }
    const auto groups = groups_from(text, at);
    const bool plus = at > 0 && text[at - 1] == '+';
    const std::size_t begin = plus ? at - 1 : at;
    std::string digits;
    for (const Digits& group : groups) digits += group.text;
    const std::size_t end = groups.back().end();

    if ((plus && digits.size() >= kLongNumberDigits) || (digits.starts_with("0033") && digits.size() >= 13)) {
      found.push_back({SensitiveKind::Phone, begin, end - begin});
      at = end;
    } else if (const std::size_t phone = french_phone_end(groups, 0)) {
      found.push_back({SensitiveKind::Phone, begin, phone - begin});
      at = phone;
    } else if (begins_with_date(groups, 0)) {
      at = groups[2].end();
    } else if (groups.size() > 1 && is_year(groups[0].text)) {
      at = groups[0].end();  // "en 2024, 2025 2026" are years; a card number that begins so is still found from its
                             // next group
    } else if (digits.size() >= kLongNumberDigits) {
      found.push_back({SensitiveKind::LongNumber, begin, end - begin});
      at = end;
    } else {
      at = groups[0].end();
    }
  }
}

void find_emails(std::string_view text, std::vector<SensitiveText>& found) {
  std::size_t after = 0;  // where the previous address ended: addresses do not overlap
  for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    std::size_t begin = at;
    while (begin > after && is_local_part(text[begin - 1])) --begin;
    std::size_t end = at + 1;
    while (end < text.size() && is_domain(text[end])) ++end;
    while (end > at + 1 && !is_letter(text[end - 1]) && !is_digit(text[end - 1])) --end;
    const std::string_view domain = text.substr(at + 1, end - at - 1);
    const std::size_t dot = domain.rfind('.');
    const bool whole = begin < at && dot != std::string_view::npos && dot > 0 && domain.size() - dot > 2;
    if (!whole) continue;
    found.push_back({SensitiveKind::Email, begin, end - begin});
    after = end;
  }
}

}  // namespace

std::vector<SensitiveText> find_sensitive_text(std::string_view text) {
  std::vector<SensitiveText> emails;
  find_emails(text, emails);
  std::vector<SensitiveText> found;
  find_numbers(text, found);
  // Digits inside an address are the address.
  std::erase_if(found, [&](const SensitiveText& number) {
    return std::any_of(emails.begin(), emails.end(), [&](const SensitiveText& email) {
      return number.offset >= email.offset && number.offset < email.offset + email.size;
    });
  });
  found.insert(found.end(), emails.begin(), emails.end());
  std::sort(found.begin(), found.end(),
            [](const SensitiveText& a, const SensitiveText& b) { return a.offset < b.offset; });
  return found;
}

}  // namespace escale::forms
