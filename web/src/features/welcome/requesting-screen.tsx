import { useSyncExternalStore } from "react";
import { useMessages } from "@/i18n/i18n";
import { blurState, watchBlurState, wishBlur } from "@/transport/media/background-blur";
import { Button } from "@/ui/button";
import { Lights } from "@/ui/lights";
import { Screen } from "@/ui/screen";

export interface RequestingScreenProps {
  readonly camera: boolean;
  readonly onCancel: () => void;
}

export function RequestingScreen({ camera, onCancel }: RequestingScreenProps) {
  const { requesting: m, devices } = useMessages();
  const blurLoads = useSyncExternalStore(watchBlurState, blurState) === "loading";
  return (
    <Screen
      title={camera ? m.titleBoth : m.titleMicrophone}
      art={<Lights mood="near" className="-my-5 -ms-6 size-36 self-start" />}
      actions={
        <>
          <Button variant="outline" onClick={onCancel}>
            {m.cancel}
          </Button>
          {blurLoads && (
            <Button variant="ghost" onClick={() => wishBlur(false)}>
              {devices.blur.without}
            </Button>
          )}
        </>
      }
    >
      <p>{blurLoads ? devices.blur.loading : m.body}</p>
      {!blurLoads && <p className="text-sm">{m.calm}</p>}
    </Screen>
  );
}
