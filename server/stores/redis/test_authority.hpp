// A certificate authority for tests, made with the openssl program.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace nexus::stores {

/// Its files are in a folder that ends with it.
class TestAuthority {
 public:
  TestAuthority();
  ~TestAuthority();
  TestAuthority(const TestAuthority&) = delete;
  TestAuthority& operator=(const TestAuthority&) = delete;

  struct Issued {
    std::string certificate_file;
    std::string key_file;
  };
  /// A certificate for `names`, such as "IP:127.0.0.1,DNS:localhost".
  Issued issue(const std::string& names);

  [[nodiscard]] std::string certificate_file() const { return folder_ + "/ca.pem"; }

 private:
  std::string folder_;
  int issued_ = 0;
};

}  // namespace nexus::stores
