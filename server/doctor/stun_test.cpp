// SPDX-License-Identifier: MIT
#include "doctor/stun.hpp"

#include <gtest/gtest.h>

namespace nexus::doctor {
namespace {

TEST(Stun, ReadsTheIpv4AddressOfRfc5769) {
  // XOR-MAPPED-ADDRESS of RFC 5769, section 2.2: 192.0.2.1, port 32853.
  const std::string transaction("\xb7\xe7\xa7\x01\xbc\x34\xd6\x86\xfa\x87\xdf\xae", 12);
  EXPECT_EQ(read_xor_address(std::string("\0\x01\xa1\x47\xe1\x12\xa6\x43", 8), transaction),
            "192.0.2.1");
  EXPECT_EQ(read_xor_address(std::string("\0\x01\xa1\x47\xe1", 5), transaction), "");
}

TEST(Stun, SignsAsRfc5769Does) {
  // Section 2.4 has a fixed transaction; here only the form can be compared.
  StunRequest request(StunMethod::kAllocate);
  request.add(StunAttribute::kRequestedTransport, std::string("\x11\0\0\0", 4));
  request.sign({.username = "u", .password = "p", .realm = "r", .nonce = "n"});
  EXPECT_EQ(request.bytes().size(), 20U + 8 + 8 + 8 + 8 + 24);
  EXPECT_EQ(stun_message_bytes(request.bytes()), request.bytes().size());
  EXPECT_FALSE(read_stun_reply(request.bytes())) << "a request is no reply";
}

TEST(Stun, RefusesWhatIsNoWholeReply) {
  StunRequest request(StunMethod::kRefresh);
  std::string reply = request.add(StunAttribute::kErrorCode, std::string("\0\0\4\3", 4)).bytes();
  reply[0] = '\x01';
  reply[1] = '\x14';
  const auto read = read_stun_reply(reply);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->error, 403);
  EXPECT_EQ(read->transaction, request.transaction());
  for (std::size_t bytes = 0; bytes < reply.size(); ++bytes) {
    EXPECT_FALSE(read_stun_reply(std::string_view(reply).substr(0, bytes))) << bytes;
  }
  reply[23] = '\x40';  // an attribute longer than its message
  EXPECT_FALSE(read_stun_reply(reply));
}

}  // namespace
}  // namespace nexus::doctor
