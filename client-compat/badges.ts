import { addressOf } from './page.ts';
import { type Service, report } from './service.ts';

/**
 * Fills elements with the number of comments of a page, and keeps them right while a box of that page is open.
 * @param pageOf the path that an element names
 * @param server the option that was the old server's address, which may name the site
 */
export function fillBadges(
  service: Service,
  places: readonly HTMLElement[],
  pageOf: (place: HTMLElement) => unknown,
  server?: unknown,
): void {
  if (places.length === 0) return;
  for (const place of places) place.dataset.liangjuCount = addressOf(pageOf(place));
  service
    .site(server)
    .then((site) => service.fillCounts(site))
    .catch((error: unknown) => report(`numbers of comments could not be fetched: ${String(error)}`, 'warn'));
}
