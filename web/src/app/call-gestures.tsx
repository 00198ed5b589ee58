import { IcebreakerCard } from "@/features/talk/icebreaker-card";
import { ReactionButton } from "@/features/talk/reaction-button";
import { Reactions } from "@/features/talk/reactions";
import { useKeyedState } from "@/ui/use-keyed-state";
import { useCall } from "./call-context";

/** What the two show each other besides words. */
export function CallReactions() {
  const { talk, talking } = useCall();
  return talking && <Reactions shown={talk.reactions} />;
}

export function CallReactionButton() {
  const { talking, video, toPartner } = useCall();
  if (!talking) return null;
  return (
    <ReactionButton
      look={video ? "glass" : "ghost"}
      side={video ? "top" : "bottom"}
      onReact={(emoji) => toPartner({ type: "react", emoji })}
    />
  );
}

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
