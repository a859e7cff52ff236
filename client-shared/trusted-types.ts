/** A Trusted Types policy: the one way in which html from the service enters a page that asks for such a policy. */
export interface HtmlPolicy {
  createHTML(html: string): string;
}
interface PolicyFactory {
  createPolicy(name: string, rules: HtmlPolicy): HtmlPolicy;
}

declare global {
  interface Window {
    trustedTypes?: PolicyFactory;
  }
}

/** Where a page keeps its policy: a page may allow each name once only, so that all code of the page shares one. */
export interface PolicyHolder {
  policy?: HtmlPolicy;
}

/**
 * Puts html that the server has sanitised into an element, in place of what was there.
 * @param holder keeps the policy; it is made with the first html
 * @param name under which the page's Content-Security-Policy allows the policy
 */
export function insertHtml(element: Element, html: string, holder: PolicyHolder, name: string): void {
  const rules: HtmlPolicy = { createHTML: (text) => text };
  holder.policy ??= window.trustedTypes?.createPolicy(name, rules) ?? rules;
  element.innerHTML = holder.policy.createHTML(html);
}
