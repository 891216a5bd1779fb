// `escale form run`: one form, filled by commands. And what `form eval` shares with it: time, digests, lines.
#pragma once

#include <functional>
#include <memory>

#include "content-bundles/forms/filling.hpp"
#include "sync/admin/context.hpp"

namespace escale::admin {

/// The moment of now() and the zone: the moment's own offset, else (none, or Z) the machine's zone. The context's clock
/// when `now` is empty.
Result<> set_moment(const Context& context, const std::string& now, forms::Environment& environment);
/// digest() through sync/crypto.
void set_digest(forms::Environment& environment);
/// Calls `answer` for each line of a file (standard input when empty) that is not empty, and writes what it gives as a
/// line at once, until `done`.
Result<> for_each_line(Context& context, const std::string& file,
                       const std::function<Result<Json>(const std::string&)>& answer,
                       const std::function<bool()>& done);

/// Reads a form by its file's name: .xlsx (XLSForm), else XForm XML. Warnings go to standard error. InvalidInput: every
/// error, one a line, in French when `language` is.
Result<forms::Definition> read_definition(const Context& context, const std::string& file, const std::string& language);

class FormRun {
 public:
  /// Reads and compiles a form. InvalidInput names the file.
  static Result<FormRun> open(Context& context, const std::string& file, const std::string& now,
                              const std::string& language);
  /// One command, as JSON, and its answer.
  Result<Json> command(const std::string& line);
  bool is_finalised() const { return m_finalised; }
  /// What is written when the commands end before `finalise`.
  Json last_line() const;

 private:
  Result<> load();
  Result<Json> state(forms::NodeId node) const;
  Result<Json> next(const Json& request);

  std::unique_ptr<forms::Plan> m_plan;
  std::unique_ptr<forms::Filling> m_filling;
  forms::Environment m_environment;
  std::string m_language;
  std::string m_at;  ///< reference of the last next
  bool m_finalised = false;
};

}  // namespace escale::admin
