#include "sync/hub/http_server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <strings.h>
#include <unistd.h>

#include <charconv>
#include <cstring>

namespace escale::hub {

struct HttpServer::Impl {
  MHD_Daemon* daemon = nullptr;
  int listen_socket = -1;
  Handler* handler = nullptr;
  std::uint64_t max_bodies = 0;
  std::atomic<std::uint64_t> bodies{0};
};

namespace {
/// One request under way.
struct Exchange {
  HttpServer::Impl* server = nullptr;
  MHD_Connection* connection = nullptr;
  Request request;
  Plan plan;
  bool begun = false;
  bool handled = false;
  std::uint64_t received = 0;
  std::uint64_t counted = 0;  // of server->bodies
  std::optional<Response> early;  // why the rest of the body is not wanted
  std::optional<Response> answer;

  ~Exchange() { server->bodies -= counted; }
};

MHD_Result queue(MHD_Connection* connection, const Response& response) {
  MHD_Response* out = nullptr;
  if (response.file) {
    const int fd = ::open(response.file->path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return MHD_NO;
    out = MHD_create_response_from_fd_at_offset64(response.file->length, fd, response.file->offset);  // closes fd
    if (out == nullptr) ::close(fd);
  } else {
    out = MHD_create_response_from_buffer(response.body.size(), const_cast<char*>(response.body.data()), MHD_RESPMEM_MUST_COPY);
  }
  if (out == nullptr) return MHD_NO;
  MHD_add_response_header(out, MHD_HTTP_HEADER_CONTENT_TYPE, response.content_type.c_str());
  MHD_add_response_header(out, "X-Content-Type-Options", "nosniff");
  for (const auto& [name, value] : response.headers) MHD_add_response_header(out, name.c_str(), value.c_str());
  const MHD_Result queued = MHD_queue_response(connection, static_cast<unsigned>(response.status), out);
  MHD_destroy_response(out);
  return queued;
}

void* on_uri(void* server, const char* uri, MHD_Connection*) {
  auto* exchange = new Exchange;
  exchange->server = static_cast<HttpServer::Impl*>(server);
  exchange->request.target = uri;
  const auto mark = exchange->request.target.find('?');
  exchange->request.path = exchange->request.target.substr(0, mark);
  if (mark != std::string::npos) exchange->request.query = exchange->request.target.substr(mark + 1);
  return exchange;
}

MHD_Result on_header(void* request, MHD_ValueKind, const char* name, const char* value) {
  static_cast<Request*>(request)->headers.emplace_back(name, value == nullptr ? "" : value);
  return MHD_YES;
}

/// Headers are here: asks the handler what it wants of the body.
void begin(Exchange& exchange, MHD_Connection* connection, const char* method) {
  exchange.begun = true;
  exchange.connection = connection;
  exchange.request.method = method;
  MHD_get_connection_values(connection, MHD_HEADER_KIND, &on_header, &exchange.request);
  const std::string_view length = exchange.request.header("Content-Length");
  std::uint64_t number = 0;
  if (!length.empty() && std::from_chars(length.data(), length.data() + length.size(), number).ec == std::errc())
    exchange.request.content_length = number;
  auto plan = exchange.server->handler->begin(exchange.request);
  if (auto* response = std::get_if<Response>(&plan)) {
    exchange.early = std::move(*response);
    return;
  }
  exchange.plan = std::move(std::get<Plan>(plan));
  exchange.request.sink = std::move(exchange.plan.sink);
  if (exchange.request.content_length.value_or(0) > exchange.plan.max_body)
    exchange.early = exchange.server->handler->too_large(exchange.request, exchange.plan.max_body);
}

void take(Exchange& exchange, ByteView piece) {
  exchange.received += piece.size();
  if (exchange.early) return;  // read and thrown away, so that the peer hears the answer
  if (exchange.received > exchange.plan.max_body) {
    exchange.early = exchange.server->handler->too_large(exchange.request, exchange.plan.max_body);
    exchange.request.sink.reset();
    return;
  }
  if (exchange.request.sink) {
    if (auto written = exchange.request.sink->write(piece); !written) {
      exchange.early = exchange.server->handler->failed(written.error());
      exchange.request.sink.reset();
    }
    return;
  }
  exchange.counted += piece.size();
  if ((exchange.server->bodies += piece.size()) > exchange.server->max_bodies) {
    exchange.early = exchange.server->handler->failed({Code::Unavailable, "the hub is busy: try again later"});
    exchange.request.body = Bytes();
    return;
  }
  exchange.request.body.insert(exchange.request.body.end(), piece.begin(), piece.end());
}

MHD_Result on_request(void*, MHD_Connection* connection, const char*, const char* method, const char*, const char* upload,
                      std::size_t* upload_size, void** state) {
  auto& exchange = *static_cast<Exchange*>(*state);
  if (!exchange.begun) {
    begin(exchange, connection, method);
    // An upload that announces itself with "Expect: 100-continue" is answered before it is sent; others are read to their end.
    if (exchange.early && !exchange.request.header("Expect").empty()) return queue(connection, *exchange.early);
    return MHD_YES;
  }
  if (*upload_size > 0) {
    take(exchange, {reinterpret_cast<const std::uint8_t*>(upload), *upload_size});
    *upload_size = 0;
    // A peer that keeps sending far beyond what was allowed is cut off.
    return exchange.received > exchange.plan.max_body + (std::uint64_t{8} << 20) && exchange.early ? MHD_NO : MHD_YES;
  }
  if (exchange.early) return queue(connection, *exchange.early);
  if (exchange.answer) return queue(connection, *exchange.answer);
  if (exchange.handled) return MHD_NO;
  exchange.handled = true;
  auto outcome = exchange.server->handler->handle(exchange.request);
  if (auto* response = std::get_if<Response>(&outcome)) return queue(connection, *response);
  // Suspended before the work starts: the answer may come from another thread before this function returns.
  MHD_suspend_connection(connection);
  std::get<Deferred>(outcome)(Reply(&exchange));
  return MHD_YES;
}

void on_done(void*, MHD_Connection*, void** state, MHD_RequestTerminationCode) {
  delete static_cast<Exchange*>(*state);
  *state = nullptr;
}
}  // namespace

void Reply::send(Response response) {
  auto* exchange = static_cast<Exchange*>(std::exchange(m_exchange, nullptr));
  CHECK(exchange != nullptr);
  exchange->answer = std::move(response);
  MHD_resume_connection(exchange->connection);
}

Reply::~Reply() {
  if (m_exchange != nullptr)
    send(static_cast<Exchange*>(m_exchange)->server->handler->failed({Code::Internal, "the request was dropped"}));
}

std::string_view Request::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (key.size() == name.size() && ::strncasecmp(key.data(), name.data(), name.size()) == 0) return value;
  return {};
}

std::string_view Request::parameter(std::string_view name) const {
  std::string_view rest = query;
  while (!rest.empty()) {
    const auto end = rest.find('&');
    const std::string_view pair = rest.substr(0, end);
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') return pair.substr(name.size() + 1);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  }
  return {};
}

HttpServer::HttpServer(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

Result<std::unique_ptr<HttpServer>> HttpServer::start(const ServerOptions& options, Handler& handler) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(options.port);
  if (::inet_pton(AF_INET, options.address.c_str(), &address.sin_addr) != 1)
    return fail(Code::InvalidInput, fmt::format("'{}' is not an IPv4 address to listen on", options.address));
  auto impl = std::make_unique<Impl>();
  impl->handler = &handler;
  impl->max_bodies = options.max_bodies_bytes;
  impl->daemon = MHD_start_daemon(
      MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, options.port, nullptr, nullptr, &on_request, nullptr,  //
      MHD_OPTION_SOCK_ADDR, reinterpret_cast<sockaddr*>(&address),                                                      //
      MHD_OPTION_URI_LOG_CALLBACK, &on_uri, impl.get(),                                                                 //
      MHD_OPTION_NOTIFY_COMPLETED, &on_done, nullptr,                                                                   //
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, std::size_t{8192},                                                            //
      MHD_OPTION_CONNECTION_LIMIT, options.max_connections,                                                             //
      MHD_OPTION_CONNECTION_TIMEOUT, options.timeout_seconds,                                                           //
      MHD_OPTION_LISTEN_BACKLOG_SIZE, 1024U,                                                                            //
      MHD_OPTION_LISTENING_ADDRESS_REUSE, 1U,                                                                           //
      MHD_OPTION_END);
  if (impl->daemon == nullptr)
    return fail(Code::Unavailable, fmt::format("cannot listen on {}:{}: {}", options.address, options.port, std::strerror(errno)));
  const MHD_DaemonInfo* info = MHD_get_daemon_info(impl->daemon, MHD_DAEMON_INFO_BIND_PORT);
  auto server = std::unique_ptr<HttpServer>(new HttpServer(std::move(impl)));
  server->m_port = info == nullptr ? options.port : info->port;
  return server;
}

HttpServer::~HttpServer() { stop(); }

std::uint64_t HttpServer::connections() const {
  if (m_impl->daemon == nullptr) return 0;
  const MHD_DaemonInfo* info = MHD_get_daemon_info(m_impl->daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);
  return info == nullptr ? 0 : info->num_connections;
}

void HttpServer::quiesce() {
  if (m_impl->daemon == nullptr || m_impl->listen_socket >= 0) return;
  m_impl->listen_socket = MHD_quiesce_daemon(m_impl->daemon);
}

void HttpServer::stop() {
  if (m_impl->daemon == nullptr) return;
  MHD_stop_daemon(std::exchange(m_impl->daemon, nullptr));
  if (m_impl->listen_socket >= 0) ::close(std::exchange(m_impl->listen_socket, -1));
}

}  // namespace escale::hub
