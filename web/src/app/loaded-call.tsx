import { useEffect } from "react";
import { ServerProblemScreen } from "@/features/errors/server-problem-screen";
import { repeatable } from "@/lib/load-code";
import { Code, useCode } from "@/ui/use-code";
import type { CallProps } from "./call-context";
import { PEER_LINK } from "./peer-link-code";

// The conversation is half of the page's code. The welcome screen does not need it, so it loads in
// the background.

const importCall = repeatable(
  () => import("./call"),
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
  const { value: Call, problem, again } = useCode(CALL);
  const { dispatch } = props.runner;
  const { ready } = props.snapshot.session;
  useEffect(() => {
    if (Call && !ready) dispatch({ type: "ready" });
  }, [Call, ready, dispatch]);
  if (Call) return <Call {...props} />;
  if (!problem) return <div className="h-dvh bg-night" />;
  return (
    <ServerProblemScreen
      problem={problem === "gone" ? "version" : "notLoaded"}
      onRetry={again}
      onReload={() => location.reload()}
      onHome={() => dispatch({ type: "stop" })}
    />
  );
}
