import { TriangleAlert } from "lucide-react";
import { useMessages } from "@/i18n/i18n";
import { Badge } from "@/ui/badge";

/** A sentence when the line is not what it should be, and nothing otherwise. */
export function QualityNote({
  verdict,
}: {
  readonly verdict: "good" | "fair" | "bad" | undefined;
}) {
  const m = useMessages().comfort;
  return (
    <div role="status" className="contents">
      {verdict && verdict !== "good" && (
        <Badge variant="glass" className="rounded-2xl py-1.5">
          <TriangleAlert aria-hidden="true" /> {verdict === "bad" ? m.bad : m.weak}
        </Badge>
      )}
    </div>
  );
}
