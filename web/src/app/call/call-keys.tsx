import { useCall } from "./call-context";
import { chatPlace } from "./chat/use-chat";
import { useEscape } from "./use-escape";
import { useShortcuts } from "./use-shortcuts";

/** The keys of a call. Back acts as Escape. */
export function CallKeys() {
  const { snapshot, runner, leaving, chat, talking, dialog, ...call } = useCall();
  const { share } = snapshot.session;
  const { dispatch } = runner;
  const reporting = dialog?.what === "report";
  useShortcuts({
    // A report that is being written stays open, for the partner that it names. A question mark may
    // end a sentence whose partner has just left.
    help: () => !reporting && !call.held && call.setDialog({ what: "shortcuts" }),
    report: () => !reporting && call.report?.(),
    microphone: () => dispatch({ type: "share", microphone: !share.microphone }),
    camera: () => {
      if (call.video) dispatch({ type: "share", camera: !share.camera });
      else call.videoWish?.();
    },
    chat: () => call.video && chat.show(!chat.open),
    write: () => call.video && talking && !chat.open && chat.show(true),
  });
  useEscape((byBack) => {
    if (leaving && byBack) call.stop();
    else if (leaving) call.skip();
    else if (chat.open && chatPlace() === "sheet") chat.show(false);
    else if (talking) call.hide();
    // An Escape right after the partner changed was meant for the previous one.
    else if (byBack || call.glanced()) call.stop();
  });
  return null;
}
