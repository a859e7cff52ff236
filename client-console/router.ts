import { signal } from '@preact/signals';
import { parseRoute, type Route, routeText, type ScreenName } from './address.ts';

export { type Route, routeText, type ScreenName } from './address.ts';

export const route = signal<Route>(parseRoute(location.hash));

/** Follows the address; gives what ends it. */
export function followAddress(): () => void {
  // Screens know where they were left; the browser knows only how far a page was scrolled that may be another by now.
  history.scrollRestoration = 'manual';
  const follow = (): void => {
    route.value = parseRoute(location.hash);
  };
  addEventListener('hashchange', follow);
  return () => removeEventListener('hashchange', follow);
}

/** Goes to a screen, as a step that the back button undoes. */
export function goTo(screen: ScreenName, parts: readonly string[] = [], query: Readonly<Record<string, string>> = {}): void {
  location.hash = routeText({ screen, parts, query });
}

/** Goes to a screen in place of this one: the back button does not lead here again. */
export function replaceRoute(to: { screen: ScreenName; parts?: readonly string[]; query?: Readonly<Record<string, string>> }): void {
  history.replaceState(null, '', routeText(to));
  route.value = parseRoute(location.hash);
}

/** Writes a screen's filters into the address without a step of its own. */
export function replaceQuery(query: Readonly<Record<string, string>>): void {
  const { screen, parts } = route.value;
  replaceRoute({ screen, parts, query });
}
