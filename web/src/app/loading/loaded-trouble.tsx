import { repeatable } from "@/lib/load-code";
import { Code, useCode } from "@/ui/use-code";
import type { TroubleProps } from "../problems/trouble";
import { LoadedScreen } from "./loaded-screen";

const TROUBLE = new Code(
  repeatable(
    () => import("../problems/trouble"),
    (m) => m.Trouble,
  ),
);

export const loadTrouble = TROUBLE.load;

/** Few visits need these screens: their code is not part of the first load. */
export function LoadedTrouble(props: TroubleProps) {
  return (
    <LoadedScreen
      code={useCode(TROUBLE)}
      props={props}
      onHome={() => props.dispatch({ type: "home" })}
    />
  );
}
