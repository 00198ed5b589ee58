import { useEffect } from "react";
import { repeatable } from "@/lib/load-code";
import { Code, useCode } from "@/ui/use-code";
import type { CallProps } from "../call/call-context";
import { LoadedScreen } from "./loaded-screen";
import { PEER_LINK } from "./peer-link-code";

// The conversation is half of the page's code. The welcome screen does not need it, so it loads in
// the background.

const importCall = repeatable(
  () => import("../call/call"),
  (m) => m.Call,
);
const CALL = new Code(async () => {
  const [Call] = await Promise.all([importCall(), PEER_LINK.load()]);
  return Call;
});

export const loadCall = CALL.load;

/**
 * The conversation, once it is loaded. No search starts before: the partner would meet an empty
 * page.
 */
export function LoadedCall(props: CallProps) {
  const code = useCode(CALL);
  const loaded = code.value !== null;
  const { dispatch } = props.runner;
  const { ready } = props.snapshot.session;
  useEffect(() => {
    if (loaded && !ready) dispatch({ type: "ready" });
  }, [loaded, ready, dispatch]);
  return <LoadedScreen code={code} props={props} onHome={() => dispatch({ type: "stop" })} />;
}
