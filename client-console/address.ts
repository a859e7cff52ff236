const SCREENS = ['queue', 'comments', 'audit', 'sites', 'try', 'account', 'setup'] as const;
export type ScreenName = (typeof SCREENS)[number];

/** Where the moderator is: `#/sites/demo/words?x=1` → screen, the parts behind it, the query. */
export interface Route {
  screen: ScreenName;
  parts: readonly string[];
  query: Readonly<Record<string, string>>;
}

const isScreen = (name: string): name is ScreenName => SCREENS.some((screen) => screen === name);

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Reads the part of an address behind `#`; what is unknown leads to the queue. */
export function parseRoute(hash: string): Route {
  // The link that the server prints at its first start, and those by which staff set their passwords.
  const printed = /^#(setup|invitation)=(.+)$/.exec(hash);
  if (printed?.[2] !== undefined) return { screen: 'setup', parts: [`${printed[1]}`], query: { token: decoded(printed[2]) } };
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [screen = '', ...parts] = path
    .split('/')
    .filter((part) => part !== '')
    .map(decoded);
  return { screen: isScreen(screen) ? screen : 'queue', parts, query: Object.fromEntries(new URLSearchParams(query)) };
}

/** Writes a route as the part of an address behind `#`; empty values of the query are left out. */
export function routeText({
  screen,
  parts = [],
  query = {},
}: {
  screen: ScreenName;
  parts?: readonly string[];
  query?: Readonly<Record<string, string>>;
}): string {
  const path = [screen, ...parts].map(encodeURIComponent).join('/');
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '')).toString();
  return `#/${path}${search === '' ? '' : `?${search}`}`;
}
