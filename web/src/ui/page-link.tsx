/** A link out of the page, to an address that the operator gives. A conversation stays open. */
export function PageLink({ to, children }: { readonly to: string; readonly children: string }) {
  return (
    <a
      href={to}
      target="_blank"
      rel="noreferrer"
      className="font-medium text-foreground underline underline-offset-3"
    >
      {children}
    </a>
  );
}
