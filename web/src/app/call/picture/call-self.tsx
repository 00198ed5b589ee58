import { Movable } from "@/features/talk/movable";
import { PersonView } from "@/features/talk/person-view";
import { SELF_SIZES, SizeButton, selfScales } from "@/features/talk/size-button";
import { useMessages } from "@/i18n/i18n";
import { useCall } from "../call-context";

/** The visitor's own picture: small, or in the stage. */
export function CallSelf({ large = false }: { readonly large?: boolean }) {
  const { snapshot, talk } = useCall();
  const { session, screen, media } = snapshot;
  const { share, devices, idle } = session;
  return (
    <PersonView
      of="visitor"
      stream={screen ?? (media.at === "open" ? media.stream : null)}
      camera={talk.screen || (share.camera && devices.camera && !idle.camera)}
      microphone={share.microphone && devices.microphone && !idle.microphone}
      screen={talk.screen}
      large={large}
    />
  );
}

/** The small picture over the stage: the visitor's own, or after a swap the partner's. */
export function CallSmallPicture() {
  const { talk, clear, self, smallPicture } = useCall();
  const { size, onSize, swapped, onSwap } = self;
  const m = useMessages().comfort;
  return (
    <Movable
      label={swapped ? m.partnerSwaps : onSwap ? m.selfSwaps : m.selfView}
      onPress={onSwap}
      sizes={selfScales(size)}
      onSize={(index) => onSize(SELF_SIZES[index] ?? size)}
    >
      {swapped ? (
        <PersonView
          of="partner"
          stream={clear}
          camera={talk.partnerCamera}
          microphone
          screen={talk.partnerScreen}
          element={smallPicture}
        />
      ) : (
        <CallSelf />
      )}
      <SizeButton size={size} onChange={onSize} />
    </Movable>
  );
}
