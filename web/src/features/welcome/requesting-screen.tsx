import { Button } from "@/ui/button";
import { Lights } from "@/ui/lights";
import { Screen } from "@/ui/screen";

export interface RequestingScreenProps {
  readonly camera: boolean;
  readonly onCancel: () => void;
}

export function RequestingScreen({ camera, onCancel }: RequestingScreenProps) {
  return (
    <Screen
      title={camera ? "Allow your camera and microphone" : "Allow your microphone"}
      art={<Lights mood="near" className="-my-5 -ml-6 size-36 self-start" />}
      actions={
        <Button variant="outline" onClick={onCancel}>
          Cancel
        </Button>
      }
    >
      <p>Your browser is asking for permission. Choose “Allow” to go on.</p>
      <p className="text-sm">Nobody sees you yet. You can switch either of them off at any time.</p>
    </Screen>
  );
}
