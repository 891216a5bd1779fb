// Words of a form in one language, and the choices of its lists. Included by this folder's .cpp files only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "content-bundles/forms/definition.hpp"

namespace escale::paper {

class FormWords {
 public:
  FormWords(const forms::Definition& form, std::string language) : m_form(form), m_language(std::move(language)) {}
  /// The label's words; a value that would stand in them is "……".
  std::string text(const forms::Label& label) const;
  struct Choices {
    std::vector<std::string> labels{};
    bool depends = false;  ///< on other answers: more than will apply
    bool elsewhere = false;  ///< the list is in a file that is not at hand
  };
  Choices choices(const forms::Control& control) const;

 private:
  std::string itext(const std::string& id) const;
  const forms::Definition& m_form;
  std::string m_language;
};

}  // namespace escale::paper
