#include "content-bundles/forms/submission.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sync/base/bytes.hpp"
#include "sync/base/json.hpp"
#include "sync/base/xml_text.hpp"

namespace escale::forms {
namespace {

/// The XML that Filling writes and no other: no attributes, comments, or white space between elements; the five
/// references it uses. Iterative; every loop moves forward in the text.
class Parser {
 public:
  Parser(const Plan& plan, std::string_view text) : m_plan(plan), m_rest(text) {}

  Result<std::vector<SubmissionNode>> run() {
    if (m_rest.size() > kMaxSubmissionBytes)
      return fail(Code::TooLarge, fmt::format("the answers are larger than {} bytes", kMaxSubmissionBytes));
    if (!is_utf8(m_rest)) return fail(Code::InvalidInput, "the answers are not UTF-8 text");
    if (!take(m_plan.opening())) {
      const Definition& form = m_plan.definition();
      return fail(Code::InvalidInput,
                  fmt::format("the answers are not of the form {} in its version {}", form.id, form.version));
    }
    m_nodes.push_back({0, kNone, {}});
    m_open.push_back({0, 0, kNoPlace, 0});
    while (!m_open.empty()) TRY(take_next());
    if (m_rest != "\n") return fail(Code::InvalidInput, "there is something after the answers");
    return std::move(m_nodes);
  }

 private:
  struct Open {
    std::size_t node;
    std::size_t next;    ///< of the place's children, the first that may still come
    PlaceId last;        ///< the child that came last
    std::size_t copies;  ///< how many times
  };

  bool take(std::string_view wanted) {
    if (!m_rest.starts_with(wanted)) return false;
    m_rest.remove_prefix(wanted.size());
    return true;
  }
  const Place& place_of(const Open& open) const { return m_plan.places()[m_nodes[open.node].place]; }

  Result<> take_next() {
    Open& open = m_open.back();
    const Place& parent = place_of(open);
    if (!take("<")) return fail(Code::InvalidInput, fmt::format("{}: an element was expected", parent.path));
    if (take("/")) {
      if (!take(parent.qualified_name) || !take(">"))
        return fail(Code::InvalidInput, fmt::format("{}: it does not end as it began", parent.path));
      m_open.pop_back();
      return {};
    }
    const std::string_view name = m_rest.substr(0, m_rest.find_first_of("/> \t\r\n"));
    std::size_t child = open.next;
    while (child < parent.children.size() && m_plan.places()[parent.children[child]].qualified_name != name) ++child;
    if (child == parent.children.size())
      return fail(Code::InvalidInput,
                  fmt::format("{}: an element that the form does not have there, or has earlier", parent.path));
    const PlaceId id = parent.children[child];
    const Place& place = m_plan.places()[id];
    open.next = child;
    open.copies = open.last == id ? open.copies + 1 : 1;
    open.last = id;
    if (open.copies > 1 && !place.is_repeat)
      return fail(Code::InvalidInput, fmt::format("{}: it is there twice", place.path));
    if (open.copies > kMaxCopies)
      return fail(Code::TooLarge, fmt::format("{}: more than {} copies", place.path, kMaxCopies));
    if (m_nodes.size() == kMaxSubmissionNodes)
      return fail(Code::TooLarge, fmt::format("more than {} answers", kMaxSubmissionNodes));
    m_rest.remove_prefix(name.size());
    m_nodes.push_back({id, open.node, {}});
    if (place.has_children) {
      if (!take(">")) return fail(Code::InvalidInput, fmt::format("{}: it is not written as a group", place.path));
      m_open.push_back({m_nodes.size() - 1, 0, kNoPlace, 0});
      return {};
    }
    if (take("/>")) return {};
    if (!take(">")) return fail(Code::InvalidInput, fmt::format("{}: it has attributes", place.path));
    TRY(take_text(place, m_nodes.back().value));
    if (!take("</") || !take(place.qualified_name) || !take(">"))
      return fail(Code::InvalidInput, fmt::format("{}: it does not end as it began", place.path));
    return {};
  }

  Result<> take_text(const Place& place, std::string& value) {
    const std::string_view raw = m_rest.substr(0, m_rest.find('<'));
    m_rest.remove_prefix(raw.size());
    value.reserve(raw.size());
    for (std::size_t i = 0; i < raw.size();) {
      if (raw[i] != '&') {
        value += raw[i++];
        continue;
      }
      bool known = false;
      for (const auto& [reference, character] : kReferences)
        if (raw.substr(i).starts_with(reference)) {
          value += character;
          i += reference.size();
          known = true;
          break;
        }
      if (!known) return fail(Code::InvalidInput, fmt::format("{}: a reference that is not written here", place.path));
    }
    // Written again, it must be what was read: an empty text is <x/>, and > is always &gt;.
    m_again.clear();
    write_xml_text(m_again, value, false);
    if (value.empty() || m_again != raw)
      return fail(Code::InvalidInput, fmt::format("{}: its text is not written the one way it is written", place.path));
    return {};
  }

  static constexpr std::pair<std::string_view, char> kReferences[] = {
      {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&#13;", '\r'}};

  const Plan& m_plan;
  std::string_view m_rest;
  std::vector<SubmissionNode> m_nodes;
  std::vector<Open> m_open;
  std::string m_again;
};

}  // namespace

Result<Submission> Submission::parse(const Plan& plan, std::string_view xml) {
  Submission read;
  TRY_ASSIGN(read.m_nodes, Parser(plan, xml).run());
  return read;
}

std::optional<std::string_view> Submission::value(PlaceId place) const {
  const auto found =
      std::find_if(m_nodes.begin(), m_nodes.end(), [&](const SubmissionNode& node) { return node.place == place; });
  if (found == m_nodes.end()) return std::nullopt;
  return found->value;
}

std::string Submission::xml(const Plan& plan) const {
  std::string out = plan.opening();
  std::vector<std::size_t> open{0};
  const auto close = [&] {
    out += fmt::format("</{}>", plan.places()[m_nodes[open.back()].place].qualified_name);
    open.pop_back();
  };
  for (std::size_t i = 1; i < m_nodes.size(); ++i) {
    const SubmissionNode& node = m_nodes[i];
    const Place& place = plan.places()[node.place];
    while (open.back() != node.parent) close();
    out += '<' + place.qualified_name;
    if (place.has_children) {
      out += '>';
      open.push_back(i);
    } else if (node.value.empty()) {
      out += "/>";
    } else {
      out += '>';
      write_xml_text(out, node.value, false);
      out += fmt::format("</{}>", place.qualified_name);
    }
  }
  while (!open.empty()) close();
  return out + "\n";
}

Result<std::string> record_body(std::string_view instance_xml) {
  if (!is_utf8(instance_xml)) return fail(Code::InvalidInput, "the answers are not UTF-8 text");
  return stored_json(Json{{"instance", instance_xml}});
}

Result<std::string> body_instance(std::string_view body) {
  auto parsed = parse_json(body);
  if (!parsed) return fail(std::move(parsed).error().in("the record's body"));
  if (!parsed->is_object() || parsed->size() != 1 || !parsed->contains("instance") || !(*parsed)["instance"].is_string())
    return fail(Code::InvalidInput, "the record's body is not {\"instance\":…}, the answers as XML");
  std::string instance = (*parsed)["instance"].get<std::string>();
  TRY_ASSIGN(const std::string again, record_body(instance));
  if (again != body)
    return fail(Code::InvalidInput, "the record's body is not written the one way it is");
  return instance;
}

}  // namespace escale::forms
