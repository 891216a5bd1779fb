// The pages of a form as its answers stand.
#include <algorithm>

#include "content-bundles/forms/asking.hpp"

namespace escale::forms {
namespace {

bool is_under(const Instances& tree, NodeId node, NodeId top) {
  for (; !tree.is_document(node); node = tree.parent(node))
    if (node == top) return true;
  return false;
}

/// A walk over the controls, repeats once for each copy.
class PageMaker {
 public:
  explicit PageMaker(const Filling& filling)
      : m_filling(filling), m_controls(filling.plan().definition().controls), m_children(m_controls.size() + 1) {
    for (std::size_t i = 0; i < m_controls.size(); ++i)
      m_children[m_controls[i].parent ? *m_controls[i].parent + 1 : 0].push_back(i);
  }

  std::vector<AskedPage> make() {
    const Instances& tree = m_filling.instances();
    push_children(0, {.scope = tree.first_child(tree.primary())});
    while (!m_open.empty()) {
      Open now = std::move(m_open.back());
      m_open.pop_back();
      switch (now.what) {
        case What::Control:
          enter(now);
          break;
        case What::Copy:
          if (now.one_page) now.page = add_page(AskedPage::Kind::Questions, now.label, now.copy);
          push_children(now.control + 1, now);
          break;
        case What::End:
          m_pages.push_back({AskedPage::Kind::Copies, now.label, now.copy, std::move(now.copies)});
          break;
      }
    }
    std::erase_if(m_pages, [](const AskedPage& page) { return page.questions.empty(); });
    for (AskedPage& page : m_pages)
      if (page.kind == AskedPage::Kind::Table && !fits_table(page)) page.kind = AskedPage::Kind::Questions;
    return std::move(m_pages);
  }

 private:
  enum class What { Control, Copy, End };
  struct Open {
    std::size_t control = kNone;
    NodeId scope = kNoNode;    ///< the node that its places are under
    NodeId copy = kNoNode;     ///< the deepest copy of a repeat around it
    std::size_t page = kNone;  ///< the page of the group that gathers it
    What what = What::Control;
    bool one_page = false;          ///< of Copy
    std::size_t label = kNone;      ///< of Copy and End: the control that names the copies
    std::vector<NodeId> copies{};   ///< of End
  };

  void push_children(std::size_t of, const Open& around) {
    for (auto at = m_children[of].rbegin(); at != m_children[of].rend(); ++at)
      m_open.push_back({.control = *at, .scope = around.scope, .copy = around.copy, .page = around.page});
  }

  std::size_t add_page(AskedPage::Kind kind, std::size_t group, NodeId copy) {
    m_pages.push_back({kind, group, copy, {}});
    return m_pages.size() - 1;
  }

  std::vector<NodeId> asked(const Control& control, NodeId scope) const {
    std::vector<NodeId> here;
    const auto nodes = m_filling.repeats(m_filling.plan().place(control.path));
    for (const NodeId node : nodes)
      if (m_filling.instances().is_relevant(node) && (nodes.size() == 1 || is_under(m_filling.instances(), node, scope)))
        here.push_back(node);
    return here;
  }

  std::size_t gathered(const Open& now) {
    const Control& control = m_controls[now.control];
    const bool table = shown_as(control, "table-list");
    if (now.page != kNone || (!table && !shown_as(control, "field-list"))) return now.page;
    return add_page(table ? AskedPage::Kind::Table : AskedPage::Kind::Questions, now.control, now.copy);
  }

  void enter(const Open& now) {
    const Control& control = m_controls[now.control];
    const std::vector<NodeId> here = control.path.empty() ? std::vector<NodeId>{now.scope} : asked(control, now.scope);
    if (here.empty()) return;
    if (control.type == ControlType::Repeat) {
      repeat(now, here);
    } else if (control.type == ControlType::Group) {
      // Around a repeat of one screen a copy, each copy gathers for itself.
      const bool of_repeat = !m_children[now.control + 1].empty() && is_repeat_of(control, m_children[now.control + 1].front());
      Open inside = now;
      if (!of_repeat) inside.page = gathered(now);
      push_children(now.control + 1, inside);
    } else {
      for (const NodeId node : here) add(now, node);
    }
  }

  bool is_repeat_of(const Control& group, std::size_t child) const {
    return m_controls[child].type == ControlType::Repeat && m_controls[child].path == group.path;
  }

  void repeat(const Open& now, const std::vector<NodeId>& copies) {
    const Control& control = m_controls[now.control];
    const std::size_t label = control_of_repeat(m_filling, copies.front());
    // What comes last is pushed first.
    if (control.count.empty() && !control.fixed)
      m_open.push_back({.control = now.control, .copy = now.copy, .what = What::End, .label = label, .copies = copies});
    const bool one_page = now.page == kNone && (shown_as(control, "field-list") || shown_as(m_controls[label], "field-list"));
    for (auto copy = copies.rbegin(); copy != copies.rend(); ++copy)
      m_open.push_back({.control = now.control, .scope = *copy, .copy = *copy, .page = now.page, .what = What::Copy, .one_page = one_page, .label = label});
  }

  void add(const Open& now, NodeId node) {
    if (now.page != kNone)
      m_pages[now.page].questions.push_back(node);
    else
      m_pages.push_back({AskedPage::Kind::Questions, kNone, now.copy, {node}});
  }

  bool fits_table(const AskedPage& page) const {
    return std::ranges::all_of(page.questions, [&](NodeId node) { return kind_of(m_filling, node) == QuestionKind::One; });
  }

  const Filling& m_filling;
  const std::vector<Control>& m_controls;
  std::vector<std::vector<std::size_t>> m_children;
  std::vector<Open> m_open;
  std::vector<AskedPage> m_pages;
};

}  // namespace

std::vector<AskedPage> pages_of(const Filling& filling) { return PageMaker(filling).make(); }

std::size_t control_of_repeat(const Filling& filling, NodeId copy) {
  const auto& controls = filling.plan().definition().controls;
  const Control* repeat = filling.control_of(copy);
  if (repeat == nullptr) return kNone;
  const bool wrapped = repeat->parent && controls[*repeat->parent].path == repeat->path;
  return wrapped ? *repeat->parent : static_cast<std::size_t>(repeat - controls.data());
}

bool count_may_change(const Plan& plan) {
  const Definition& form = plan.definition();
  return std::ranges::any_of(form.controls, [&](const Control& control) {
    if (control.type == ControlType::Repeat && !control.fixed) return true;
    const Bind* bind = control.path.empty() ? nullptr : form.bind(control.path);
    return bind != nullptr && !bind->relevant.empty();
  });
}

}  // namespace escale::forms
