// Runs a fuzz target without libFuzzer: every seed, then mutations of them, the same ones every time. What makes the target fail is
// left in the file "failing-input" of the working folder. The long search is `./dev fuzz`; this says that each parser holds a little.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {
constexpr std::size_t kLargestInput = 1 << 16;
constexpr std::array<std::string_view, 24> kTokens = {
    "0", "-1", "9223372036854775807", "18446744073709551616", "1e309", "null", "true", "{}", "[]", "\"\"", "\"", "\\", "\\u0000", "\\ud800", "{", "}",
    "[", "]", ":", ",", "\n", "\xC3\xA9", "\xFF", std::string_view("\0", 1)};

const std::string* current_input = nullptr;

extern "C" void keep_input(int number) {  // only calls that a signal handler may make
  const int file = ::open("failing-input", O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (file >= 0 && current_input != nullptr) {
    [[maybe_unused]] const auto written = ::write(file, current_input->data(), current_input->size());
    ::close(file);
  }
  std::signal(number, SIG_DFL);
  std::raise(number);
}

void run(const std::string& input) {
  current_input = &input;
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

class Mutator {
 public:
  explicit Mutator(std::vector<std::string> seeds) : m_seeds(std::move(seeds)) {}

  std::string next() {
    std::string text = m_seeds[below(m_seeds.size())];
    for (std::size_t times = 1 + below(4); times > 0; --times) change(text);
    text.resize(std::min(text.size(), kLargestInput));
    return text;
  }

 private:
  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : static_cast<std::size_t>(m_random() % limit); }

  void change(std::string& text) {
    const std::size_t at = below(text.size() + 1);
    const std::size_t length = std::min(1 + below(text.size() / 4 + 1), text.size() - at);
    switch (below(8)) {
      case 0:  // one bit
        if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
        break;
      case 1:  // one byte
        if (at < text.size()) text[at] = static_cast<char>(below(256));
        break;
      case 2: text.resize(at); break;
      case 3: text.erase(at, length); break;
      case 4: text.insert(below(text.size() + 1), text.substr(at, length)); break;
      case 5: text.insert(at, kTokens[below(kTokens.size())]); break;
      case 6: text.replace(at, std::min<std::size_t>(length, 8), kTokens[below(kTokens.size())]); break;
      default: {  // the start of one, the end of another
        const std::string& other = m_seeds[below(m_seeds.size())];
        text.replace(at, std::string::npos, other, below(other.size() + 1), std::string::npos);
      }
    }
  }

  std::vector<std::string> m_seeds;
  std::mt19937_64 m_random{20261124};  // NOLINT: the same mutations on every machine
};

void add_seed(const std::filesystem::path& path, std::vector<std::filesystem::path>& files) {
  if (std::filesystem::is_directory(path)) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path))
      if (entry.is_regular_file()) files.push_back(entry.path());
  } else {
    files.push_back(path);
  }
}
}  // namespace

// smoke RUNS SEED…: a seed is a file, or a folder of files.
int main(int argc, char** argv) {
  int runs = 0;
  const std::string_view asked = argc > 1 ? argv[1] : "";
  if (argc < 3 || std::from_chars(asked.data(), asked.data() + asked.size(), runs).ec != std::errc()) {
    fmt::print(stderr, "usage: {} RUNS SEED…\n", argv[0]);
    return 2;
  }
  std::vector<std::filesystem::path> files;
  for (int i = 2; i < argc; ++i) add_seed(argv[i], files);
  std::sort(files.begin(), files.end());
  std::vector<std::string> seeds;
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    seeds.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    if (!in.good() && !in.eof()) {
      fmt::print(stderr, "{} cannot be read\n", file.string());
      return 2;
    }
  }
  if (seeds.empty()) {
    fmt::print(stderr, "no seed\n");
    return 2;
  }
  for (const int number : {SIGABRT, SIGSEGV, SIGFPE, SIGBUS, SIGILL, SIGTERM}) std::signal(number, keep_input);
  run({});
  for (const std::string& seed : seeds) run(seed);
  Mutator mutator(seeds);
  for (int i = 0; i < runs; ++i) run(mutator.next());
  fmt::print("{} seeds, {} mutations\n", seeds.size(), runs);
  return 0;
}
