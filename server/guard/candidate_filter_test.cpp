// SPDX-License-Identifier: MIT
#include "guard/candidate_filter.hpp"

#include <gtest/gtest.h>

namespace nexus::guard {
namespace {

constexpr std::string_view kHidden =
    "candidate:4 1 udp 33562623 198.51.100.4 49160 typ relay raddr 0.0.0.0 rport 0";

TEST(RelayedCandidate, HidesWhereTheSendersPacketsComeFrom) {
  EXPECT_EQ(relayed_candidate("candidate:4 1 udp 33562623 198.51.100.4 49160 typ relay "
                              "raddr 192.0.2.7 rport 50000"),
            kHidden);
  EXPECT_EQ(relayed_candidate("candidate:4 1 udp 33562623 198.51.100.4 49160 typ relay"), kHidden);
  EXPECT_EQ(relayed_candidate("candidate:4 1 udp 33562623 198.51.100.4 49160 typ relay "
                              "raddr 2001:db8::7 rport 50000 raddr 192.0.2.7"),
            kHidden);
}

TEST(RelayedCandidate, KeepsWhatAPathNeedsAndNothingElse) {
  EXPECT_EQ(relayed_candidate("candidate:4 1 udp 33562623 198.51.100.4 49160 typ relay "
                              "raddr 192.0.2.7 rport 50000 generation 0 ufrag aB+/ "
                              "network-id 3 network-cost 900 tcptype active"),
            std::string(kHidden) + " generation 0 ufrag aB+/");
  EXPECT_EQ(relayed_candidate("candidate:1 2 tcp 1 2001:db8::4 9 typ relay"),
            "candidate:1 2 tcp 1 2001:db8::4 9 typ relay raddr 0.0.0.0 rport 0");
}

TEST(RelayedCandidate, ReadsAnyCaseAndBothSpellings) {
  EXPECT_EQ(relayed_candidate("a=candidate:4 1 udp 33562623 198.51.100.4 49160 typ relay"),
            kHidden);
  EXPECT_EQ(relayed_candidate("CANDIDATE:4 1 UDP 33562623 198.51.100.4 49160 TYP RELAY RADDR "
                              "192.0.2.7 RPORT 50000"),
            "candidate:4 1 UDP 33562623 198.51.100.4 49160 typ relay raddr 0.0.0.0 rport 0");
}

TEST(RelayedCandidate, DropsEveryOtherKind) {
  for (const char* candidate : {
           "candidate:1 1 udp 2122260223 192.0.2.7 50000 typ host",
           "candidate:1 1 UDP 2122260223 192.0.2.7 50000 TYP HOST",
           "candidate:1 1 tcp 1518280447 192.0.2.7 9 typ host tcptype active",
           "candidate:1 1 tcp 1518280447 192.0.2.7 4443 typ host tcptype passive",
           "candidate:1 1 tcp 1518280447 192.0.2.7 4443 typ host tcptype so",
           "candidate:1 1 udp 2122260223 2001:db8::7 50000 typ host",
           "candidate:1 1 udp 2122260223 fe80::7 50000 typ host",
           "candidate:1 1 udp 2122260223 0b2b7cf4-2ae2-4e0c-a54f-8d5b1c1b6f1c.local 50000 typ host",
           "candidate:1 1 udp 1686052607 203.0.113.9 50000 typ srflx raddr 192.0.2.7 rport 50000",
           "candidate:1 1 udp 1686052607 203.0.113.9 50000 typ prflx raddr 192.0.2.7 rport 50000",
           "candidate:1 1 udp 1 192.0.2.7 50000 typ host typ relay",
           "candidate:1 1 udp 1 192.0.2.7 50000 typ token raddr 192.0.2.7",
       }) {
    EXPECT_FALSE(relayed_candidate(candidate)) << candidate;
  }
}

TEST(RelayedCandidate, DropsWhatIsNotWellFormed) {
  for (const char* candidate : {
           "",
           " ",
           "candidate:",
           "candidate",
           "relay",
           "candidate: 4 1 udp 1 198.51.100.4 49160 typ relay",
           " candidate:4 1 udp 1 198.51.100.4 49160 typ relay",
           "candidate:4 1 udp 1 198.51.100.4 typ relay",
           "candidate:4 1 udp 1 198.51.100.4 49160 relay",
           "candidate:4 1 udp 1 198.51.100.4 49160 typ",
           "candidate:4 1 udp 1 198.51.100.4 65536 typ relay",
           "candidate:4 1 udp 1 198.51.100.4 -1 typ relay",
           "candidate:4 1 udp 4294967296 198.51.100.4 49160 typ relay",
           "candidate:4 999 udp 1 198.51.100.4 49160 typ relay",
           "candidate:4 1 sctp 1 198.51.100.4 49160 typ relay",
           "candidate:4 1 udp 1 198.51.100.256 49160 typ relay",
           "candidate:4 1 udp 1 fe80::1%eth0 49160 typ relay",
           "candidate:4 1 udp 1 home.example 49160 typ relay",
           "candidate:4 1 udp 1 0b2b7cf4.local 49160 typ relay",
           "candidate:4\t1 udp 1 198.51.100.4 49160 typ relay",
           "candidate:4 1 udp 1 198.51.100.4 49160 typ relay\r\na=candidate:1",
           "candidate:4 1 udp 1 198.51.100.4 49160 typ relay\n",
           "candidate:4 1 udp 1 198.51.100.4 49160 typ relay ufrag \xc3\xa9",
           "candidate:012345678901234567890123456789012 1 udp 1 198.51.100.4 49160 typ relay",
       }) {
    EXPECT_FALSE(relayed_candidate(candidate)) << candidate;
  }
}

TEST(RelayedSdp, KeepsADescriptionThatNamesNoAddress) {
  const std::string sdp =
      "v=0\r\no=- 4611731400430051336 2 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n"
      "m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\nc=IN IP4 0.0.0.0\r\nb=AS:800\r\n"
      "a=rtcp:9 IN IP4 0.0.0.0\r\na=ice-ufrag:aB+/\r\na=ice-pwd:0123456789abcdefghijkl\r\n"
      "a=ice-options:trickle\r\na=fingerprint:sha-256 AB:CD\r\na=setup:actpass\r\na=mid:0\r\n"
      "a=rtcp-mux\r\na=rtpmap:96 VP8/90000\r\na=candidate:4 1 udp 33562623 198.51.100.4 49160 typ "
      "relay raddr 0.0.0.0 rport 0\r\na=end-of-candidates\r\n";
  EXPECT_EQ(relayed_sdp(sdp), sdp);
}

TEST(RelayedSdp, LeavesNoAddressButARelays) {
  const std::string sdp = relayed_sdp(
      "v=0\r\n"
      "o=- 1 2 IN IP4 192.0.2.7\r\n"
      "s=-\r\n"
      "u=http://192.0.2.7/\r\n"
      "e=me@192.0.2.7\r\n"
      "p=192.0.2.7\r\n"
      "c=IN IP6 2001:db8::7\r\n"
      "t=0 0\r\n"
      "m=audio 50007 UDP/TLS/RTP/SAVPF 111\r\n"
      "c=IN IP4 192.0.2.7/127\r\n"
      "a=rtcp:50007 IN IP4 192.0.2.7\r\n"
      "a=RTCP:50007 IN IP4 192.0.2.7\r\n"
      "a=remote-candidates:1 192.0.2.7 50007\r\n"
      "a=source-filter: incl IN IP4 * 192.0.2.7\r\n"
      "a=candidate:1 1 udp 2122260223 192.0.2.7 50007 typ host\r\n"
      "a=Candidate:1 1 udp 2122260223 192.0.2.7 50007 typ host\r\n"
      "a= candidate:1 1 udp 2122260223 192.0.2.7 50007 typ host\r\n"
      "A=candidate:1 1 udp 2122260223 192.0.2.7 50007 typ host\r\n"
      " a=candidate:1 1 udp 2122260223 192.0.2.7 50007 typ host\r\n"
      "a=candidate:2 1 udp 1686052607 192.0.2.7 50007 typ srflx raddr 192.0.2.7 rport 50007\r\n"
      "a=candidate:4 1 udp 33562623 198.51.100.4 49160 typ relay raddr 192.0.2.7 rport 50007\r\n"
      "a=mid:0\r\n");
  EXPECT_EQ(sdp,
            "v=0\r\no=- 1 2 IN IP4 0.0.0.0\r\ns=-\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\n"
            "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\n"
            "a=rtcp:9 IN IP4 0.0.0.0\r\na=rtcp:9 IN IP4 0.0.0.0\r\n"
            "a=candidate:4 1 udp 33562623 198.51.100.4 49160 typ relay raddr 0.0.0.0 rport 0\r\n"
            "a=mid:0\r\n");
}

TEST(RelayedSdp, DropsUnknownLinesThatNameAddresses) {
  for (const char* line :
       {"a=192.168.7.77 5077 typ relay", "a=x-home:192.168.7.77", "a=x-home:192.168.7.77:5077",
        "a=x-home:2001:db8::7", "a=x-home 2001:db8::7", "a=x-home:[2001:db8::7]:5077",
        "a=x-home:1 ip=192.168.7.77;x", "a=x-home:laptop.LOCAL", "a=ice-options:192.168.7.77",
        "i=192.168.7.77", "b=192.168.7.77", "t=0 192.168.7.77", "a=x:me@192.168.7.77",
        "a=x:fe80::7%eth0", "a=x:::ffff:192.168.7.77"}) {
    EXPECT_EQ(relayed_sdp(line), "") << line;
  }
  EXPECT_EQ(relayed_sdp("s=192.168.7.77"), "s=-\r\n");
}

TEST(RelayedSdp, KeepsLinesThatLookLikeAddressesOnly) {
  for (const std::string line :
       {"a=fingerprint:sha-256 01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:"
        "CD:EF:01:23:45:67:89:AB:CD:EF",
        "a=fingerprint:sha-1 01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67",
        "a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
        "a=fmtp:98 profile-id=0;level-idx=5", "a=ssrc:1234 cname:local", "a=msid:- a-b.c.d"}) {
    EXPECT_EQ(relayed_sdp(line), line + "\r\n");
  }
}

TEST(RelayedSdp, ReadsEveryKindOfLineEnd) {
  const std::string_view host = "a=candidate:1 1 udp 2122260223 192.0.2.7 50007 typ host";
  for (const std::string_view end : {"\r\n", "\n", "\r", "\n\r", "\r\r\n"}) {
    std::string sdp("v=0");
    sdp.append(end).append(host).append(end).append("a=mid:0");
    EXPECT_EQ(relayed_sdp(sdp), "v=0\r\na=mid:0\r\n");
  }
}

TEST(RelayedSdp, KeepsARefusedMediumRefused) {
  EXPECT_EQ(relayed_sdp("m=video 0 UDP/TLS/RTP/SAVPF 96\r\n"),
            "m=video 0 UDP/TLS/RTP/SAVPF 96\r\n");
}

TEST(RelayedSdp, DropsLinesThatAreNotWellFormed) {
  for (const char* line :
       {"candidate:1 1 udp 1 192.0.2.7 5 typ host", "=", "a", "aa=x", "o=- 1", "o=192.0.2.7",
        "m=audio 192.0.2.7 x 1", "m=audio", "\xc3\xa9=x", "z=1", "a=", "a=:x", ""}) {
    EXPECT_EQ(relayed_sdp(line), "") << line;
  }
}

TEST(HoldsCandidates, SeesThemWithinADescription) {
  EXPECT_TRUE(holds_candidates("v=0\r\na=" + std::string(kHidden) + "\r\n"));
  EXPECT_FALSE(holds_candidates("v=0\r\na=end-of-candidates\r\n"));
}

}  // namespace
}  // namespace nexus::guard
