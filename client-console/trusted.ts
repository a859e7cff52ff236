/** The one door for html into this page: what the server has made safe, through a policy with a name. */
interface Policy {
  createHTML(html: string): string;
}
interface Factory {
  createPolicy(name: string, rules: { createHTML: (html: string) => string }): Policy;
}

declare global {
  interface Window {
    trustedTypes?: Factory;
  }
}

let policy: Policy | null = null;

/** Puts the server's html into an element, in place of what was there. */
export function insertHtml(element: Element, html: string): void {
  const asItIs = (text: string): string => text;
  policy ??= window.trustedTypes?.createPolicy('liangju-admin', { createHTML: asItIs }) ?? { createHTML: asItIs };
  element.innerHTML = policy.createHTML(html);
}
