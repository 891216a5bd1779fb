// Keys as they are named on the command line: public ones by their text or their FILE.pub, private ones by their file.
#pragma once

#include <string>
#include <vector>

#include "sync/admin/context.hpp"
#include "sync/crypto/age.hpp"
#include "sync/crypto/sign.hpp"
#include "sync/protocol/mailbox.hpp"

namespace escale::admin {

/// A signing key's public half: 64 hexadecimal digits, FILE.pub, or FILE with FILE.pub beside it; "NAME=" may come before any of
/// them. Without one the name is what the file says, or empty. InvalidInput says what is wrong, NotFound which file is not there.
Result<protocol::NamedKey> public_key_argument(const Context& context, const std::string& argument);
Result<std::vector<protocol::NamedKey>> public_key_arguments(const Context& context, const std::vector<std::string>& arguments);

/// The same for a reading key: age1…, FILE.pub or FILE.
Result<protocol::NamedRecipient> recipient_argument(const Context& context, const std::string& argument);
Result<std::vector<protocol::NamedRecipient>> recipient_arguments(const Context& context, const std::vector<std::string>& arguments);

/// The signing key of a file, its passphrase from the context when it has one.
Result<crypto::SigningKey> read_signing_key(const Context& context, const std::string& file);

/// The identities of a file, or the one written AGE-SECRET-KEY-1….
Result<std::vector<crypto::Identity>> read_identities(const Context& context, const std::string& file_or_key);
/// All of several such arguments.
Result<std::vector<crypto::Identity>> read_identities(const Context& context, const std::vector<std::string>& files_or_keys);

}  // namespace escale::admin
