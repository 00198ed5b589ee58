import { randomId } from "@/lib/ids";
import type { MessageId } from "@/protocol/messages";

export function newMessageId(): MessageId {
  return randomId() as MessageId;
}
