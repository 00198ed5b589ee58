// SPDX-License-Identifier: MIT
#include "apps/operator_command.hpp"

#include "moderation/sealed_box.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::apps {
namespace {

using testing::HasSubstr;

class OperatorCommand : public testing::Test {
 protected:
  OperatorCommand() {
    std::string pattern = testing::TempDir() + "nexus-operator-XXXXXX";
    directory = ::mkdtemp(pattern.data());
  }
  ~OperatorCommand() override { std::filesystem::remove_all(directory); }

  [[nodiscard]] std::string in(std::string_view name) const {
    return directory + "/" + std::string(name);
  }
  static ExitCommand run(std::vector<std::string> words) {
    std::vector<const char*> argv{"nexuschat"};
    for (const std::string& word : words) argv.push_back(word.c_str());
    const auto done = operator_command(static_cast<int>(argv.size()), argv.data());
    return done.value_or(ExitCommand{-1, "no command"});
  }
  static std::string content(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }
  static unsigned mode(const std::string& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0;
  }
  void write(std::string_view name, std::string_view text) const {
    std::ofstream(in(name)) << text;
  }

  /// Makes keys, and seals `text` for them into the file "box".
  void seal(std::string_view text) const {
    ASSERT_EQ(run({"keygen", in("key")}).status, 0);
    std::string secret = content(in("key"));
    secret.pop_back();
    write("box", moderation::seal_box(text, *moderation::parse_secret_key(secret)));
  }
  [[nodiscard]] ExitCommand open() const {
    return run({"open-evidence", in("key"), in("box"), in("opened")});
  }

  std::string directory;
};

TEST_F(OperatorCommand, MakesKeysThatOnlyTheirOwnerCanRead) {
  const ExitCommand made = run({"keygen", in("key")});
  EXPECT_EQ(made.status, 0) << made.text;
  EXPECT_THAT(made.text, HasSubstr("\n[reports]\nevidence_recipient = \"evidence-public-"));
  EXPECT_EQ(mode(in("key")), 0600U);
  const std::string secret = content(in("key"));
  EXPECT_THAT(secret, testing::StartsWith("evidence-secret-"));
  EXPECT_EQ(made.text.find(secret.substr(0, 30)), std::string::npos);
  const ExitCommand again = run({"keygen", in("key")});
  EXPECT_EQ(again.status, 1);
  EXPECT_THAT(again.text, HasSubstr("exists"));
  EXPECT_EQ(content(in("key")), secret);
}

TEST_F(OperatorCommand, ShowsNoLineThatAMessageForges) {
  seal(R"({"format":1,"room":"cm9vbS1udW1iZXItMDA0Mg","pictures":[],"chat":[)"
       R"({"at":1760000000042,"from":"partner",)"
       R"("text":"hi\r\n2025-10-09T08:53:21.000Z reporter: I began it\n\nbye"}]})");
  EXPECT_EQ(open().status, 0);
  EXPECT_EQ(content(in("opened/chat.txt")),
            "2025-10-09T08:53:20.042Z reported: hi\n"
            "    2025-10-09T08:53:21.000Z reporter: I began it\n    \n    bye\n");
}

TEST_F(OperatorCommand, OpensEvidence) {
  seal(R"({"format":1,"room":"cm9vbS1udW1iZXItMDA0Mg","pictures":["_9j_4AA"],"chat":[)"
       R"({"at":1760000000042,"from":"partner","text":"come here"}]})");
  const ExitCommand opened = open();
  EXPECT_EQ(opened.status, 0) << opened.text;
  EXPECT_THAT(opened.text, HasSubstr("room cm9vbS1udW1iZXItMDA0Mg: 1 pictures, 1 lines"));
  EXPECT_EQ(content(in("opened/picture-1.jpg")), std::string("\xFF\xD8\xFF\xE0\0", 5));
  EXPECT_EQ(content(in("opened/chat.txt")), "2025-10-09T08:53:20.042Z reported: come here\n");
  EXPECT_EQ(mode(in("opened")), 0700U);
  EXPECT_EQ(mode(in("opened/picture-1.jpg")), 0600U);
  EXPECT_EQ(open().status, 1);  // never into a folder that exists
}

TEST_F(OperatorCommand, ExplainsWhatItCannotOpen) {
  seal("no JSON");
  EXPECT_THAT(open().text, HasSubstr("not by a page of nexuschat"));
  write("box", "too short");
  EXPECT_THAT(open().text, HasSubstr("not sealed for this key, or is damaged"));
  write("box", std::string(300'000, 'x'));
  EXPECT_THAT(open().text, HasSubstr("more than 262144 bytes"));
  write("key", "evidence-public-AAAA");
  EXPECT_THAT(open().text, HasSubstr("the secret one opens evidence"));
  std::filesystem::remove(in("key"));
  EXPECT_THAT(open().text, HasSubstr("No such file"));
  EXPECT_FALSE(std::filesystem::exists(in("opened")));
}

TEST_F(OperatorCommand, ListsBansByTheirReferences) {
  write("bans",
        "# spam\n"
        R"({"visitor":"dGhpcy1pcy1hbi1pZC0xMg","reference":"ABC-1"})"
        "\n\n"
        R"({"address":"192.0.2.7"})"
        "\nnonsense\n");
  const ExitCommand listed = run({"list-bans", in("bans")});
  EXPECT_EQ(listed.status, 0);
  EXPECT_THAT(listed.text, HasSubstr("ABC-1 line 2: {\"visitor\""));
  EXPECT_THAT(listed.text, testing::ContainsRegex("[0-9A-Z]+ line 4: .*192.0.2.7"));
  EXPECT_THAT(listed.text, HasSubstr("(no ban) line 5: nonsense"));
}

TEST_F(OperatorCommand, LeavesOtherWordsToTheServer) {
  EXPECT_EQ(run({}).status, -1);
  EXPECT_EQ(run({"--check-config"}).status, -1);
  EXPECT_EQ(run({"serve"}).status, -1);
  const ExitCommand wrong = run({"open-evidence", "key"});
  EXPECT_EQ(wrong.status, 2);
  EXPECT_THAT(wrong.text, HasSubstr("usage: nexuschat open-evidence KEYFILE BOX FOLDER"));
}

}  // namespace
}  // namespace nexus::apps
