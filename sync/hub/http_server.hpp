// libmicrohttpd held by one object: epoll, suspend and resume, small memory for each connection, a limit on everything.
// Rule: a handler either answers at once or hands back work that will answer from another thread; it never blocks the event loop.
// Nothing here knows a route, and nothing keeps or logs an address.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "sync/base/bytes.hpp"
#include "sync/base/files.hpp"

namespace escale::hub {

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  /// A part of a file instead of a body, sent by the kernel.
  struct FilePart {
    Path path;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
  };
  std::optional<FilePart> file;
};

/// Gives the answer to a request that waits; from any thread, exactly once. Dropping it unused answers 500.
class Reply {
 public:
  explicit Reply(void* exchange) : m_exchange(exchange) {}
  Reply(Reply&& other) noexcept : m_exchange(std::exchange(other.m_exchange, nullptr)) {}
  Reply& operator=(Reply&& other) noexcept {
    std::swap(m_exchange, other.m_exchange);
    return *this;
  }
  ~Reply();
  void send(Response response);

 private:
  void* m_exchange;
};

/// Takes an upload piece by piece instead of keeping it in memory. Dropped before finish(): everything is undone.
class UploadSink {
 public:
  virtual ~UploadSink() = default;
  virtual Result<> write(ByteView piece) = 0;
};

struct Request {
  std::string method;
  std::string target;  ///< path and query as sent
  std::string path;    ///< without the query, not decoded
  std::string query;
  Bytes body;
  std::unique_ptr<UploadSink> sink;  ///< when the plan asked for one
  std::optional<std::uint64_t> content_length;
  std::vector<std::pair<std::string, std::string>> headers;

  /// The first header of that name, whatever its case; empty when absent.
  std::string_view header(std::string_view name) const;
  /// The value of `name=value` in the query; empty when absent.
  std::string_view parameter(std::string_view name) const;
};

/// What to do with a request whose headers are here and whose body is not.
struct Plan {
  std::uint64_t max_body = 0;
  std::unique_ptr<UploadSink> sink;  ///< else the body is kept in Request::body
};

/// Starts work that will answer later.
using Deferred = std::function<void(Reply)>;

class Handler {
 public:
  virtual ~Handler() = default;
  /// Before the body: a limit for it, or the answer.
  virtual std::variant<Plan, Response> begin(const Request& head) = 0;
  /// With the whole body, or over the limit (then `too_large` is the answer to give).
  virtual std::variant<Response, Deferred> handle(Request& request) = 0;
  virtual Response too_large(const Request& head, std::uint64_t limit) = 0;
  virtual Response failed(const Error& error) = 0;
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0: any free one, see port()
  unsigned max_connections = 10'000;
  unsigned timeout_seconds = 30;
  std::uint64_t max_bodies_bytes = std::uint64_t{256} << 20;  ///< of all requests under way together
};

class HttpServer {
 public:
  /// Listens and serves on a thread of its own. Unavailable when the address is taken.
  static Result<std::unique_ptr<HttpServer>> start(const ServerOptions& options, Handler& handler);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  std::uint16_t port() const { return m_port; }
  std::uint64_t connections() const;
  /// Stops accepting. Answers under way go on.
  void quiesce();
  /// Stops. Every deferred request must have been answered.
  void stop();

  struct Impl;

 private:
  explicit HttpServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> m_impl;
  std::uint16_t m_port = 0;
};

}  // namespace escale::hub
