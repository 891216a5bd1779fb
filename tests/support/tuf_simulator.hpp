// A repository that a test changes freely, badly too: bodies are JSON, publish() signs them and bumps their version, as an honest or
// a hostile server would. Signs with ed25519, ECDSA or RSA keys.
#pragma once

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sync/base/clock.hpp"
#include "sync/base/json.hpp"
#include "sync/crypto/foreign.hpp"
#include "sync/crypto/hash.hpp"

namespace escale::test {

/// A private key of any scheme in TUF metadata.
class TestSigner {
 public:
  static std::shared_ptr<TestSigner> make(const std::string& keytype, const std::string& scheme) {
    auto signer = std::make_shared<TestSigner>();
    EVP_PKEY* key = keytype == "ed25519" ? EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")
                    : keytype == "rsa"   ? EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048})
                                         : EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", scheme == "ecdsa-sha2-nistp384" ? "P-384" : "P-256");
    CHECK(key != nullptr);
    signer->m_key.reset(key, EVP_PKEY_free);
    signer->m_scheme = scheme;
    std::string value;
    if (keytype == "ed25519") {
      Bytes raw(32);
      std::size_t size = raw.size();
      CHECK(EVP_PKEY_get_raw_public_key(key, raw.data(), &size) == 1);
      value = to_hex(raw);
    } else {
      const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
      CHECK(PEM_write_bio_PUBKEY(out.get(), key) == 1);
      char* text = nullptr;
      const long size = BIO_get_mem_data(out.get(), &text);
      value.assign(text, static_cast<std::size_t>(size));
    }
    signer->object = {{"keytype", keytype}, {"scheme", scheme}, {"keyval", {{"public", value}}}};
    signer->keyid = crypto::sha256(as_bytes(canonical_json(signer->object).value())).hex();
    return signer;
  }

  std::string sign(const std::string& message) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_PKEY_CTX* options = nullptr;
    const EVP_MD* digest = m_scheme == "ed25519" ? nullptr : m_scheme == "ecdsa-sha2-nistp384" ? EVP_sha384() : EVP_sha256();
    CHECK(EVP_DigestSignInit(context.get(), &options, digest, nullptr, m_key.get()) == 1);
    if (m_scheme == "rsassa-pss-sha256") {
      CHECK(EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1);
      CHECK(EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) == 1);
    }
    const auto* data = reinterpret_cast<const unsigned char*>(message.data());
    std::size_t size = 0;
    CHECK(EVP_DigestSign(context.get(), nullptr, &size, data, message.size()) == 1);
    Bytes signature(size);
    CHECK(EVP_DigestSign(context.get(), signature.data(), &size, data, message.size()) == 1);
    signature.resize(size);
    return to_hex(signature);
  }

  Json object;
  std::string keyid;

 private:
  std::shared_ptr<EVP_PKEY> m_key;
  std::string m_scheme;
};
using Signer = std::shared_ptr<TestSigner>;

class TufSimulator {
 public:
  explicit TufSimulator(Timestamp now) : m_expires(format_timestamp(now + std::chrono::days(30))) {
    for (const std::string role : {"root", "timestamp", "snapshot", "targets"}) {
      Json& body = bodies[role];
      body = {{"_type", role}, {"spec_version", "1.0.31"}, {"version", 1}, {"expires", m_expires}};
      if (role == "timestamp") body["meta"] = {{"snapshot.json", {{"version", 1}}}};
      if (role == "snapshot") body["meta"] = {{"targets.json", {{"version", 1}}}};
      if (role == "targets") body["targets"] = Json::object();
      if (role == "root") {
        body["consistent_snapshot"] = true;
        body["keys"] = Json::object();
        body["roles"] = Json::object();
        for (const char* name : {"root", "timestamp", "snapshot", "targets"}) body["roles"][name] = {{"keyids", Json::array()}, {"threshold", 1}};
      }
    }
    for (const char* role : {"root", "timestamp", "snapshot", "targets"}) add_key(role);
    publish({"targets", "snapshot", "timestamp", "root"});
  }

  Signer new_signer(const std::string& keytype = "ecdsa", const std::string& scheme = "ecdsa-sha2-nistp256") const {
    return TestSigner::make(keytype, scheme);
  }

  /// Lists the key for the role with its delegator, and signs the role with it from now on.
  Signer add_key(const std::string& role, Signer signer = nullptr, const std::string& delegator = "root") {
    if (!signer) signer = new_signer();
    list_key(role, signer, delegator);
    signers[role].push_back(signer);
    return signer;
  }
  void list_key(const std::string& role, const Signer& signer, const std::string& delegator = "root") {
    Json& keys = delegator == "root" ? bodies["root"]["keys"] : bodies[delegator]["delegations"]["keys"];
    keys[signer->keyid] = signer->object;
    role_of(role, delegator)["keyids"].push_back(signer->keyid);
  }
  Json& role_of(const std::string& role, const std::string& delegator = "root") {
    if (delegator == "root") return bodies["root"]["roles"][role];
    for (auto& entry : bodies[delegator]["delegations"]["roles"])
      if (entry["name"] == role) return entry;
    CHECK(false);
  }
  void rotate_keys(const std::string& role) {
    role_of(role)["keyids"] = Json::array();
    signers[role].clear();
    add_key(role);
  }

  /// Signs the present bodies as the next version and makes them what is served; snapshot and timestamp learn of them.
  void publish(const std::vector<std::string>& roles) {
    for (const auto& role : roles) {
      Json& body = bodies[role];
      if (served.count(role) == 1) body["version"] = body["version"].get<int>() + 1;
      const std::string text = canonical_json(body, CanonicalKeys::Utf8).value();
      Json document{{"signed", body}, {"signatures", Json::array()}};
      for (const auto& signer : signers[role]) document["signatures"].push_back({{"keyid", signer->keyid}, {"sig", signer->sign(text)}});
      const Bytes bytes = to_bytes(document.dump(1));  // not canonical, as many repositories do
      served[role].push_back(bytes);
      Json meta{{"version", body["version"]}};
      if (metadata_hashes) {
        meta["length"] = bytes.size();
        meta["hashes"] = {{hash_algorithm, crypto::named_digest(hash_algorithm, bytes).value()}};
      }
      if (role == "snapshot")
        bodies["timestamp"]["meta"]["snapshot.json"] = meta;
      else if (role != "root" && role != "timestamp")
        bodies["snapshot"]["meta"][role + ".json"] = meta;
    }
  }

  void add_delegation(const std::string& delegator, const std::string& name, const Json& paths = Json::array({"*"}), bool terminating = false,
                      const char* kind = "paths") {
    Json& delegations = bodies[delegator]["delegations"];
    if (!delegations.is_object()) delegations = {{"keys", Json::object()}, {"roles", Json::array()}};
    delegations["roles"].push_back({{"name", name}, {"keyids", Json::array()}, {"threshold", 1}, {"terminating", terminating}, {kind, paths}});
    add_key(name, nullptr, delegator);
    if (bodies.count(name) == 0)
      bodies[name] = {{"_type", "targets"}, {"spec_version", "1.0.31"}, {"version", 1}, {"expires", m_expires}, {"targets", Json::object()}};
  }

  void add_artifact(const std::string& role, const std::string& content, const std::string& path) {
    bodies[role]["targets"][path] = {{"length", content.size()},
                                     {"hashes", {{hash_algorithm, crypto::named_digest(hash_algorithm, as_bytes(content)).value()}}}};
    artifacts[path] = content;
  }

  /// What a server would answer for "metadata/…" and "targets/…".
  std::optional<Bytes> answer(const std::string& path) const {
    if (path.rfind("metadata/", 0) == 0) {
      std::string name = decode(path.substr(9));
      if (name.size() < 5 || name.substr(name.size() - 5) != ".json") return std::nullopt;
      name.resize(name.size() - 5);
      std::size_t version = 0;
      const std::size_t dot = name.find('.');
      const bool versioned = bodies.at("root")["consistent_snapshot"].get<bool>() || name.find(".root") != std::string::npos;
      if (name != "timestamp" && versioned) {
        if (dot == std::string::npos) return std::nullopt;
        version = std::stoul(name.substr(0, dot));
        name = name.substr(dot + 1);
      }
      const auto role = served.find(name);
      if (role == served.end() || version > role->second.size()) return std::nullopt;
      return version == 0 ? role->second.back() : role->second[version - 1];
    }
    if (path.rfind("targets/", 0) == 0) {
      std::string name = decode(path.substr(8));
      if (bodies.at("root")["consistent_snapshot"].get<bool>()) {
        const std::size_t slash = name.rfind('/');
        const std::size_t begin = slash == std::string::npos ? 0 : slash + 1;
        const std::size_t dot = name.find('.', begin);
        if (dot == std::string::npos) return std::nullopt;
        name.erase(begin, dot + 1 - begin);
      }
      const auto artifact = artifacts.find(name);
      if (artifact != artifacts.end()) return to_bytes(artifact->second);
    }
    return std::nullopt;
  }

  static std::string decode(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '%' && i + 2 < text.size()) {
        out.push_back(static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16)));
        i += 2;
      } else {
        out.push_back(text[i]);
      }
    }
    return out;
  }

  std::map<std::string, Json> bodies;
  std::map<std::string, std::vector<Bytes>> served;
  std::map<std::string, std::vector<Signer>> signers;
  std::map<std::string, std::string> artifacts;
  bool metadata_hashes = false;
  std::string hash_algorithm = "sha256";

 private:
  std::string m_expires;
};

}  // namespace escale::test
