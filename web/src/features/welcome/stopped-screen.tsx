import { useMessages } from "@/i18n/i18n";
import { Button } from "@/ui/button";
import { Lights } from "@/ui/lights";
import { Screen } from "@/ui/screen";

export interface StoppedScreenProps {
  /** The number of partners in this visit. */
  readonly met: number;
  readonly onAgain: () => void;
  readonly onHome: () => void;
}

export function StoppedScreen({ met, onAgain, onHome }: StoppedScreenProps) {
  const m = useMessages().stopped;
  return (
    <Screen
      title={m.title}
      art={<Lights mood="gone" className="-my-5 -ms-6 size-36 self-start" />}
      actions={
        <>
          <Button onClick={onAgain}>{m.again}</Button>
          <Button variant="outline" onClick={onHome}>
            {m.settings}
          </Button>
        </>
      }
    >
      <p>{m.body(met)}</p>
    </Screen>
  );
}
