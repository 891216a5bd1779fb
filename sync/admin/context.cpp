#include "sync/admin/context.hpp"

#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <ostream>

namespace escale::admin {

std::optional<std::string> Context::ask(std::string_view question) const {
  FILE* terminal = std::fopen("/dev/tty", "r+");
  if (terminal == nullptr) return std::nullopt;
  const int fd = ::fileno(terminal);
  termios before{};
  const bool hidden = ::tcgetattr(fd, &before) == 0;
  if (hidden) {
    termios quiet = before;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(fd, TCSAFLUSH, &quiet);
  }
  std::fprintf(terminal, "%.*s: ", static_cast<int>(question.size()), question.data());
  std::fflush(terminal);
  std::string line;
  for (int c = std::fgetc(terminal); c != EOF && c != '\n' && line.size() < 1024; c = std::fgetc(terminal))
    line.push_back(static_cast<char>(c));
  if (hidden) ::tcsetattr(fd, TCSAFLUSH, &before);
  std::fputc('\n', terminal);
  std::fclose(terminal);
  return line;
}

Result<std::string> Context::passphrase(std::string_view what) const {
  if (!passphrase_file.empty()) {
    TRY_ASSIGN(const Bytes bytes, files->read(passphrase_file, 1024));
    std::string text = to_text(bytes);
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    return text;
  }
  if (const char* value = std::getenv("ESCALE_PASSPHRASE")) return std::string(value);
  if (auto typed = ask(fmt::format("Passphrase of {}", what))) return std::move(*typed);
  return fail(Code::Refused, fmt::format("{} needs its passphrase: give --passphrase-file or set ESCALE_PASSPHRASE", what));
}

void Context::show(const Json& value, std::string_view text) const {
  if (json)
    *out << value.dump() << '\n';
  else
    *out << text << (text.empty() || text.back() == '\n' ? "" : "\n");
}

void Context::run(const std::function<Result<>()>& work) {
  if (auto done = work(); !done) {
    exit_code = kFailed;
    if (json)
      *out << Json{{"error", {{"code", code_name(done.error().code)}, {"message", done.error().message}}}}.dump() << '\n';
    *err << "escale: " << done.error().message << '\n';
  }
}

Progress::Progress(const Context& context, std::string label)
    : m_err(context.err), m_label(std::move(label)), m_visible(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (m_visible && m_shown >= 0) *m_err << "\r\x1b[K" << std::flush;
}

void Progress::update(std::uint64_t done, std::uint64_t total) {
  if (!m_visible || total == 0) return;
  const int percent = static_cast<int>(done * 100 / total);
  if (percent == m_shown) return;
  m_shown = percent;
  *m_err << fmt::format("\r\x1b[K{} [{:<25}] {:3} %  {} of {}", m_label, std::string(static_cast<std::size_t>(percent) / 4, '#'), percent,
                        human_bytes(done), human_bytes(total))
         << std::flush;
}

std::string human_bytes(std::uint64_t bytes) {
  if (bytes < 1000) return fmt::format("{} B", bytes);
  if (bytes < 1'000'000) return fmt::format("{:.1f} KB", static_cast<double>(bytes) / 1e3);
  if (bytes < 1'000'000'000) return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
  return fmt::format("{:.1f} GB", static_cast<double>(bytes) / 1e9);
}

}  // namespace escale::admin
