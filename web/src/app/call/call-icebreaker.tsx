import { IcebreakerCard } from "@/features/talk/icebreaker-card";
import { useKeyedState } from "@/ui/use-keyed-state";
import { useCall } from "./call-context";

/** The card disappears for this conversation; More switches all cards off. */
export function CallIcebreaker({ className }: { readonly className?: string }) {
  const { talk, talking, video, obscured, conversation, icebreakers, toPartner } = useCall();
  const [closed, setClosed] = useKeyedState(conversation, false);
  // Over an obscured picture there is a sentence already.
  if (!talking || !icebreakers || closed || (video && obscured)) return null;
  if (conversation === null) return null;
  return (
    <IcebreakerCard
      room={conversation}
      n={talk.card}
      onAnother={() => toPartner({ type: "next-card" })}
      onClose={() => setClosed(true)}
      className={className}
    />
  );
}
