import { useMessages } from "@/i18n/i18n";
import type { SiteInfo } from "@/transport/site-info";
import { PageLink } from "@/ui/page-link";

export interface SiteLinksProps {
  readonly info: SiteInfo | null;
}

/** The addresses that the people who run the site give; nothing without them. */
export function SiteLinks({ info }: SiteLinksProps) {
  const { site: m } = useMessages();
  const { contactUrl, privacyUrl } = info?.site ?? {};
  if (!contactUrl && !privacyUrl) return null;
  return (
    <p className="inline-flex flex-wrap gap-x-5 text-sm text-muted-foreground">
      {contactUrl && <PageLink to={contactUrl}>{m.contact}</PageLink>}
      {privacyUrl && <PageLink to={privacyUrl}>{m.privacy}</PageLink>}
    </p>
  );
}

/** Who runs the site: its name, and the addresses. */
export function SiteFooter({ info }: SiteLinksProps) {
  return (
    <>
      {info?.site.name && <bdi translate="no">{info.site.name}</bdi>}
      <SiteLinks info={info} />
    </>
  );
}
