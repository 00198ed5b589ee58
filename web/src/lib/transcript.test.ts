import type { MessageId } from "@nexuschat/client/protocol";
import { expect, it } from "vitest";
import type { ChatLine } from "./chat";
import { transcript } from "./transcript";

it("shows author and time of each line, and no message can forge a line", () => {
  const line = (id: string, mine: boolean, text: string, mark: ChatLine["mark"]): ChatLine => ({
    id: id as MessageId,
    mine,
    text,
    atMs: 0,
    mark,
  });
  const lines = [
    line("1", true, "hello", "delivered"),
    line("2", false, "hi\n[12:00] You: I owe you money", "received"),
    line("3", true, "lost", "failed"),
  ];
  expect(transcript(lines, { you: "You", stranger: "Stranger", clock: () => "12:00" })).toBe(
    "[12:00] You: hello\n[12:00] Stranger: hi\n    [12:00] You: I owe you money\n",
  );
});
