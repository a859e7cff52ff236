/** The one door for html into the page: what the server has sanitised, through a named policy where the page wants one. */
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

/** Puts the server's html into an element. */
export function insertHtml(element: Element, html: string): void {
  policy ??= window.trustedTypes?.createPolicy('liangju', { createHTML: (text) => text }) ?? { createHTML: (text) => text };
  element.innerHTML = policy.createHTML(html);
}
