import { useMessages } from "@/i18n/i18n";
import { SwitchField } from "@/ui/switch-field";
import type { Choice } from "./choice";
import { InterestsField } from "./interests-field";
import { LaneField } from "./lane-field";
import { LanguagesField } from "./languages-field";

export interface WishFieldsProps {
  readonly choice: Choice;
  readonly onChange: (part: Partial<Choice>) => void;
  /** The visitor may hide their address from partners. */
  readonly mayHideAddress: boolean;
  /** Interests that many visitors have at the moment. */
  readonly popular: readonly string[];
  /** The lane that is searched, and all of them. */
  readonly lane: string | null;
  readonly lanes: readonly string[];
  /** The code of this part did not load. */
  readonly onClose: () => void;
}

/** Everything that a visitor may wish of a partner and of the conversation. */
export function WishFields(props: WishFieldsProps) {
  const { choice, onChange, mayHideAddress, popular, lane, lanes } = props;
  const { safety, welcome } = useMessages();
  const { interests, languages = [], relayOnly = false, blurFirst = false } = choice;
  return (
    <>
      <InterestsField
        value={interests}
        onChange={(next) => onChange({ interests: next })}
        popular={popular}
      />
      <LanguagesField value={languages} onChange={(next) => onChange({ languages: next })} />
      {/* Two who write may agree on video. */}
      <SwitchField
        label={safety.blurFirst}
        hint={safety.blurFirstHint}
        value={blurFirst}
        onChange={(next) => onChange({ blurFirst: next })}
        className="gap-2"
      />
      {mayHideAddress && (
        <SwitchField
          label={welcome.hideAddress}
          hint={welcome.hideAddressHint}
          value={relayOnly}
          onChange={(next) => onChange({ relayOnly: next })}
          className="gap-2"
        />
      )}
      {lane !== null && lanes.length > 1 && (
        <LaneField lanes={lanes} value={lane} onChange={(next) => onChange({ lane: next })} />
      )}
    </>
  );
}
