import type { ComponentType } from "react";
import { useMessages } from "@/i18n/i18n";
import type { LoadProblem } from "@/lib/load-code";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { Code, useCode } from "./use-code";

export interface Closable {
  readonly onClose: () => void;
}

/**
 * A part of the page that is loaded on demand, or earlier by `preload`. If it fails to load, a
 * dialog shows that.
 */
export function lazily<Props extends Closable>(load: () => Promise<ComponentType<Props>>) {
  const code = new Code(load);
  return Object.assign((props: Props) => <Loaded code={code} props={props} />, {
    preload: code.load,
  });
}

interface LoadedProps<Props> {
  readonly code: Code<ComponentType<Props>>;
  readonly props: Props;
}

function Loaded<Props extends Closable>({ code, props }: LoadedProps<Props>) {
  const { value: Part, problem, again } = useCode(code);
  if (Part) return <Part {...props} />;
  return problem && <NotLoaded problem={problem} onAgain={again} onClose={props.onClose} />;
}

interface NotLoadedProps extends Closable {
  readonly problem: LoadProblem;
  readonly onAgain: () => void;
}

function NotLoaded({ problem, onAgain, onClose }: NotLoadedProps) {
  const { serverProblem: m, comfort } = useMessages();
  const { title, body } = problem === "gone" ? m.version : m.notLoaded;
  return (
    <Dialog title={title} description={body} closeLabel={comfort.close} onClose={onClose}>
      <div className="flex flex-wrap gap-2">
        {problem === "unreachable" && (
          <Button className="flex-1" onClick={onAgain}>
            {m.tryNow}
          </Button>
        )}
        <Button
          variant={problem === "gone" ? "default" : "secondary"}
          className="flex-1"
          onClick={() => location.reload()}
        >
          {m.reload}
        </Button>
      </div>
    </Dialog>
  );
}
