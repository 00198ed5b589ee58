import { useMessages } from "@/i18n/i18n";
import type { SiteInfo } from "@/transport/site-info";
import { PageLink } from "@/ui/page-link";

export interface AppealProps {
  /** Names the operator's decision. */
  readonly reference: string | undefined;
  readonly info: SiteInfo | null;
}

/** How a visitor objects to a decision of the people who run the site. */
export function Appeal({ reference, info }: AppealProps) {
  const { banned: m, site } = useMessages();
  const contact = info?.site.contactUrl;
  return (
    <>
      <p>
        {m.appeal} {contact && <PageLink to={contact}>{site.contact}</PageLink>}
      </p>
      {reference && (
        <p>
          {m.reference}{" "}
          <bdi translate="no" className="font-medium text-foreground">
            {reference}
          </bdi>
        </p>
      )}
    </>
  );
}
