// The first line as a constraint, the rest as an answer: a rule that is accepted answers yes or no to any value. Then any bytes as a
// form's blob: what is accepted is written back byte for byte, and can be asked and answered.
#include <cstddef>
#include <cstdint>

#include "content-bundles/forms/constraint.hpp"
#include "content-bundles/forms/form.hpp"
#include "content-bundles/forms/sensitive_text.hpp"
#include "sync/base/bytes.hpp"

using namespace escale;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text({data, size});
  const auto line = std::min(text.find('\n'), text.size());
  const std::string_view answer = text.substr(std::min(line + 1, text.size()));
  if (const auto rule = forms::Constraint::parse(text.substr(0, line))) {
    (void)rule->holds(forms::Value(std::string(answer)));
    (void)rule->holds(forms::Value(static_cast<std::int64_t>(answer.size())));
    (void)rule->holds(forms::Value(std::vector<std::string>{"a", std::string(answer)}));
    if (const auto number = forms::Decimal::parse(answer)) (void)rule->holds(forms::Value(*number));
    (void)rule->length_limit();
    (void)rule->has_unanchored_regex();
  }
  if (const auto number = forms::Decimal::parse(answer)) CHECK(forms::Decimal::parse(number->text()).value() == *number);
  for (const forms::SensitiveText& part : forms::find_sensitive_text(answer)) CHECK(part.size > 0 && part.offset + part.size <= answer.size());

  const auto form = forms::form_from_json(text);
  if (!form) return 0;
  CHECK(forms::form_to_json(*form).value() == text);
  (void)forms::pages(*form);
  forms::Answers answers;
  for (const forms::Question& question : form->questions) {
    const auto& choices = form->choices(question);
    if (question.type == forms::QuestionType::SelectOne && !choices.empty()) answers[question.name] = choices[0].name;
    if (question.type == forms::QuestionType::Text) answers[question.name] = std::string("texte");
    if (question.type == forms::QuestionType::Integer) answers[question.name] = std::int64_t{4};
    (void)forms::parse_value(*form, question, "4,5");
  }
  const std::string digest(64, 'a');
  if (const auto body = forms::encode_record_body(*form, digest, answers)) CHECK(forms::decode_record_body(*form, digest, *body).value().answers == answers);
  return 0;
}
