/** The one door for html into the page: what the server has sanitised, through a named policy where the page wants one. */
export interface Policy {
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

let kept: { policy?: Policy } = {};

/** Uses the policy that is kept there, also by earlier code of the page: a page may allow a name once only. */
export function shareTrust(trust: { policy?: Policy }): void {
  kept = trust;
}

/** Puts the server's html into an element. */
export function insertHtml(element: Element, html: string): void {
  kept.policy ??= window.trustedTypes?.createPolicy('liangju', { createHTML: (text) => text }) ?? { createHTML: (text) => text };
  element.innerHTML = kept.policy.createHTML(html);
}
