import { ReactionButton } from "@/features/talk/reaction-button";
import { Reactions } from "@/features/talk/reactions";
import { useCall } from "./call-context";

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
