import { Heart, Mic } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { BubbleText } from "@/features/talk/bubble-text";
import { BlurNote, HiddenNote, NudityNote } from "@/features/talk/picture-notes";
import type { Note } from "@/features/translation/partner-translator";
import { TranslationView } from "@/features/translation/translation-note";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Checkbox } from "@/ui/checkbox";
import { IconButton } from "@/ui/icon-button";
import { Input } from "@/ui/input";
import { Kbd } from "@/ui/kbd";
import { Lights } from "@/ui/lights";
import { Logo } from "@/ui/logo";
import { Segmented } from "@/ui/segmented";
import { Select } from "@/ui/select";
import { Switch } from "@/ui/switch";

const VARIANTS = [
  "default",
  "secondary",
  "outline",
  "ghost",
  "glass",
  "end",
  "off",
  "destructive",
] as const;
const COLOURS = [
  "bg-background",
  "bg-stage",
  "bg-card",
  "bg-popover",
  "bg-muted",
  "bg-secondary",
  "bg-primary",
  "bg-accent",
  "bg-partner",
  "bg-partner-strong",
  "bg-destructive",
  "bg-danger",
  "bg-success",
];

const NOTES: readonly Note[] = [
  { at: "offered", from: "fr" },
  { at: "waiting", from: "fr", loaded: null },
  { at: "waiting", from: "fr", loaded: 0.4 },
  { at: "failed", from: "fr" },
  { at: "done", from: "fr", text: "Good evening, where are you?" },
];

/** Every component once. */
export function Components() {
  const [choice, setChoice] = useState<"one" | "two">("one");
  return (
    <main className="mx-auto flex max-w-4xl flex-col gap-8 bg-background p-6">
      <h1 className="text-display font-semibold">Components</h1>
      <Row title="Colours">
        {COLOURS.map((colour) => (
          <span key={colour} className="flex w-24 flex-col gap-1.5 text-xs text-muted-foreground">
            <span className={`h-12 rounded-lg border ${colour}`} />
            {colour.slice(3)}
          </span>
        ))}
      </Row>
      <Row title="Type">
        <p className="w-full text-display font-semibold">Display</p>
        <p className="w-full text-title font-semibold">Title</p>
        <p className="w-full">Body: one stranger at a time.</p>
        <p className="w-full text-sm text-muted-foreground">Small print</p>
      </Row>
      <Row title="Buttons">
        {VARIANTS.map((variant) => (
          <Button key={variant} variant={variant}>
            {variant}
          </Button>
        ))}
        <Button disabled>disabled</Button>
        <Button size="sm">small</Button>
        <Button size="lg">
          large <Heart />
        </Button>
        <IconButton label="Microphone">
          <Mic />
        </IconButton>
        <Kbd>Esc</Kbd>
      </Row>
      <Row title="Badges">
        <Badge>muted</Badge>
        <Badge variant="partner">partner</Badge>
        <Badge variant="glass">glass</Badge>
      </Row>
      <Row title="Fields">
        <Input aria-label="Text" placeholder="Placeholder" className="w-56" />
        <Input aria-label="Wrong" aria-invalid defaultValue="Wrong" className="w-56" />
        <Select aria-label="Choice" className="w-56">
          <option>The first of some</option>
          <option>Another one</option>
        </Select>
        <Checkbox aria-label="No" />
        <Checkbox aria-label="Yes" defaultChecked />
        <Switch aria-label="Off" />
        <Switch aria-label="On" defaultChecked />
        <Segmented
          label="Segments"
          value={choice}
          options={[
            { value: "one", label: "One" },
            { value: "two", label: "Two" },
          ]}
          onChange={setChoice}
        />
      </Row>
      <Row title="Lights">
        {(["apart", "near", "gone", "still"] as const).map((mood) => (
          <Lights key={mood} mood={mood} className="size-28" />
        ))}
        <Logo />
      </Row>
      <Row title="Over a picture">
        {(["unseen", "bare", "unknown"] as const).map((why) => (
          <Picture key={why}>
            <NudityNote why={why} onShowAnyway={() => {}} />
          </Picture>
        ))}
        <Picture>
          <BlurNote revealed={false} onReveal={() => {}} />
        </Picture>
        <Picture>
          <HiddenNote />
        </Picture>
      </Row>
      <Row title="Translations">
        {NOTES.map((note) => (
          <Translation key={JSON.stringify(note)} note={note} />
        ))}
      </Row>
      <Card>
        <h2 className="text-title font-semibold">A card</h2>
        <p className="text-muted-foreground">With words in it.</p>
      </Card>
    </main>
  );
}

/** The brightest possible picture. */
function Picture({ children }: { readonly children: ReactNode }) {
  return (
    <div className="relative h-80 w-full overflow-hidden rounded-3xl border bg-white text-foreground scheme-dark sm:w-96">
      {children}
    </div>
  );
}

function Translation({ note }: { readonly note: Note }) {
  const textId = useId();
  const bubble = "rounded-[1.15rem] px-3.5 py-2 leading-snug";
  return (
    <div className="flex w-72 flex-col items-start self-start">
      <BubbleText
        id={textId}
        text="Bonsoir, tu es où ?"
        mine={false}
        lang="fr"
        speaker="Stranger: "
        className={`${bubble} bg-secondary`}
      />
      <TranslationView
        note={note}
        offer="everything"
        target="en"
        textId={textId}
        bubble={(text, lang) => (
          <BubbleText
            text={text}
            mine={false}
            lang={lang}
            speaker="Stranger: "
            className={`${bubble} border text-base text-foreground`}
          />
        )}
        onTranslate={() => {}}
        onGiveUp={() => {}}
        onEverything={() => {}}
      />
    </div>
  );
}

function Row({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="flex flex-col gap-3">
      <h2 className="font-semibold">{title}</h2>
      <div className="flex flex-wrap items-center gap-3">{children}</div>
    </section>
  );
}
