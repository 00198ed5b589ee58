// SPDX-License-Identifier: MIT
#include "stores/redis/test_authority.hpp"

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace nexus::stores {
namespace {

void run_openssl(const std::string& arguments) {
  const std::string common =
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 ";
  if (std::system((common + arguments + " 2>/dev/null").c_str()) != 0) {
    throw std::runtime_error("openssl " + arguments);
  }
}

}  // namespace

TestAuthority::TestAuthority() {
  std::string pattern =
      (std::filesystem::temp_directory_path() / ("nexus-ca-" + std::string(6, 'X'))).string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
  folder_ = pattern;
  run_openssl("-subj /CN=tests -keyout " + folder_ + "/ca.key -out " + certificate_file());
}

TestAuthority::~TestAuthority() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

TestAuthority::Issued TestAuthority::issue(const std::string& names) {
  const std::string stem = folder_ + "/" + std::to_string(++issued_);
  Issued issued{stem + ".pem", stem + ".key"};
  run_openssl("-CA " + certificate_file() + " -CAkey " + folder_ + "/ca.key -subj /CN=leaf" +
              " -addext subjectAltName=" + names +
              " -addext basicConstraints=critical,CA:FALSE -keyout " + issued.key_file + " -out " +
              issued.certificate_file);
  return issued;
}

}  // namespace nexus::stores
