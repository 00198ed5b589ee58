import type { ComponentType } from "react";
import { ServerProblemScreen } from "@/features/errors/server-problem-screen";
import type { CodeInUse } from "@/ui/use-code";

export interface LoadedScreenProps<Props> {
  readonly code: CodeInUse<ComponentType<Props>>;
  readonly props: Props;
  readonly onHome: () => void;
}

/** A screen whose code is loaded on demand, or why it did not load. */
export function LoadedScreen<Props extends object>({
  code: { value: Screen, problem, again },
  props,
  onHome,
}: LoadedScreenProps<Props>) {
  if (Screen) return <Screen {...props} />;
  if (!problem) return <div className="h-dvh bg-night" />;
  return (
    <ServerProblemScreen
      problem={problem === "gone" ? "version" : "notLoaded"}
      onRetry={again}
      onReload={() => location.reload()}
      onHome={onHome}
    />
  );
}
