/** `/compat/count.js`: numbers in links that end in `#disqus_thread`, and where an identifier or an address stands. */
import { disqusAddress } from './disqus-page.ts';
import { numberText } from './i18n.ts';
import { whenRead } from './page.ts';
import { scriptFacts } from './script.ts';
import { openService, report } from './service.ts';

const service = openService(scriptFacts(/\/compat\/count\.js/));
const PLACES = 'a[href*="#disqus_thread"], .disqus-comment-count, [data-disqus-identifier]';

/** The address of the article that a place is about. */
function addressIn(place: HTMLElement): string | undefined {
  const { disqusUrl, disqusIdentifier } = place.dataset;
  const link = place instanceof HTMLAnchorElement ? place.href.replace(/#disqus_thread$/, '') : undefined;
  return disqusAddress(disqusUrl ?? link, disqusIdentifier);
}

const filled = new WeakSet<HTMLElement>();

async function fill(isAgain: boolean): Promise<void> {
  const places = [...document.querySelectorAll<HTMLElement>(PLACES)].flatMap((place) => {
    const address = addressIn(place);
    return address === undefined || (filled.has(place) && !isAgain) ? [] : [{ place, address }];
  });
  if (places.length === 0) return;
  const addresses = [...new Set(places.map(({ address }) => address))];
  const numbers = await service.numbers(await service.site(), addresses);
  for (const { place, address } of places) {
    place.textContent = numberText(numbers[addresses.indexOf(address)] ?? 0);
    filled.add(place);
  }
}

const DISQUSWIDGETS = {
  /** Fills what is new on the page; with `reset` everything. */
  getCount({ reset = false }: { reset?: boolean } = {}): void {
    fill(reset).catch((error: unknown) => report(`numbers of comments could not be fetched: ${String(error)}`, 'warn'));
  },
};
Object.assign(window, { DISQUSWIDGETS });
whenRead(
  () => false,
  () => DISQUSWIDGETS.getCount(),
);
