import { ArrowRight, MessageSquareText, Video } from "lucide-react";
import { useState } from "react";
import { Button } from "@/ui/button";
import { Logo } from "@/ui/logo";
import { Segmented } from "@/ui/segmented";
import { InterestsField } from "./interests-field";
import { Preview, type PreviewState } from "./preview";

export interface Choice {
  readonly mode: "video" | "text";
  readonly interests: readonly string[];
}

export interface WelcomeScreenProps {
  readonly choice: Choice;
  readonly media: PreviewState;
  readonly onPreview: (on: boolean) => void;
  readonly onStart: (choice: Choice) => void;
}

const MODES = [
  { value: "video", label: "Video", icon: <Video aria-hidden="true" /> },
  { value: "text", label: "Text", icon: <MessageSquareText aria-hidden="true" /> },
] as const;

export function WelcomeScreen({ choice, media, onPreview, onStart }: WelcomeScreenProps) {
  const [mode, setMode] = useState(choice.mode);
  const [interests, setInterests] = useState(choice.interests);

  return (
    <div className="flex min-h-dvh flex-col bg-night">
      <header className="px-5 pt-5 sm:px-8 sm:pt-7 lg:px-14">
        <Logo />
      </header>
      <main className="mx-auto grid w-full max-w-7xl flex-1 content-center items-center gap-7 px-5 py-6 lg:gap-y-10 sm:px-8 lg:grid-cols-[minmax(0,27rem)_minmax(0,1fr)] lg:gap-x-20 lg:px-14">
        <div className="flex flex-col gap-3.5 lg:col-start-1 lg:gap-5 lg:self-end">
          <h1 className="text-[2rem] leading-[1.06] font-semibold sm:text-5xl lg:text-[3.5rem]">
            Say hello to someone new.
          </h1>
          <p className="max-w-md text-muted-foreground sm:text-lg">
            One stranger at a time. No account, no history: when a conversation ends, it is gone.
          </p>
        </div>

        <div className="lg:col-start-2 lg:row-span-2 lg:row-start-1">
          <Preview mode={mode} media={media} onOpen={() => onPreview(true)} />
        </div>

        <form
          className="flex flex-col gap-5 lg:col-start-1 lg:self-start"
          onSubmit={(event) => {
            event.preventDefault();
            onStart({ mode, interests });
          }}
        >
          <Segmented
            label="How to talk"
            value={mode}
            options={MODES}
            onChange={(next) => {
              setMode(next);
              if (next === "text") onPreview(false);
            }}
          />
          <InterestsField value={interests} onChange={setInterests} />
          <Button type="submit" size="lg" className="w-full">
            Start
            <ArrowRight aria-hidden="true" />
          </Button>
          <p className="text-sm text-muted-foreground">
            By pressing Start you confirm that you are 18 or older.
          </p>
        </form>
      </main>
    </div>
  );
}
