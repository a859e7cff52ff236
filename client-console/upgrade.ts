import { signal } from '@preact/signals';

/** Does the service have another version of the console than the one that runs here? */
export const isUpgraded = signal(false);

/** The file that a page of the console starts from; it is named by what is in it and in all that it loads. */
const startOf = (page: Document): string | null =>
  page.querySelector('script[type="module"]')?.getAttribute('src')?.split('/').at(-1) ?? null;

/** Looks whether the service has another version by now. Without an answer what was known stays. */
export async function findUpgrade(): Promise<void> {
  try {
    const answer = await fetch(location.pathname, { cache: 'no-store', headers: { Accept: 'text/html' } });
    const text = await answer.text();
    const start = /<script type="module"[^>]* src="[^"]*?([^"/]+)"/.exec(text)?.[1];
    if (answer.ok && start !== undefined) isUpgraded.value = start !== startOf(document);
  } catch {
    // The network is away: that is another matter.
  }
}

/** Loads the page anew; the browser asks first where something typed would be lost. */
export function reload(): void {
  location.reload();
}
