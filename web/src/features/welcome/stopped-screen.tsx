import { Button } from "@/ui/button";
import { Lights } from "@/ui/lights";
import { Screen } from "@/ui/screen";

export interface StoppedScreenProps {
  /** How many partners there were in this visit. */
  readonly met: number;
  readonly onAgain: () => void;
  readonly onHome: () => void;
}

export function StoppedScreen({ met, onAgain, onHome }: StoppedScreenProps) {
  return (
    <Screen
      title="You stopped"
      art={<Lights mood="gone" className="-my-5 -ml-6 size-36 self-start" />}
      actions={
        <>
          <Button onClick={onAgain}>Start again</Button>
          <Button variant="outline" onClick={onHome}>
            Change settings
          </Button>
        </>
      }
    >
      <p>
        {met === 0 && "Your camera and microphone are off, and nobody is looking for you."}
        {met === 1 && "You met one person. Your camera and microphone are off now."}
        {met > 1 && `You met ${met} people. Your camera and microphone are off now.`}
      </p>
    </Screen>
  );
}
