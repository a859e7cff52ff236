/** Where a script of these came from, and what its tag or its address says of the site. */
export interface ScriptFacts {
  /** Where the service is, without a slash at its end. */
  service: string;
  /** The site that the script's address or its tag names; blank where they name none. */
  site: string;
}

/** Artalk's themes ask for its files below the address of a server, which names the site here. */
const ADDRESS = /^(.*)\/compat\/(?:artalk\/([a-z0-9-]+)\/dist\/)?[\w.-]+$/;

/** Reads the address of a script. @param tag that loaded it, where there is one */
export function factsOf(address: string, tag: HTMLScriptElement | null): ScriptFacts {
  const url = new URL(address, location.href);
  const [, service, site = ''] = ADDRESS.exec(url.origin + url.pathname) ?? [];
  return { service: service ?? url.origin, site: url.searchParams.get('site') || tag?.dataset.site || site };
}

/** Of a module, by `import.meta.url`. */
export function moduleFacts(address: string): ScriptFacts {
  return factsOf(address, [...document.scripts].find(({ src }) => src === address) ?? null);
}

/**
 * Of a script that is running now. A theme may load it so that the browser names no tag (`import()` of a plain script):
 * then it is found among what the page has loaded.
 * @param name what stands in its address behind `/compat/`
 */
export function scriptFacts(name: RegExp): ScriptFacts {
  const running = document.currentScript;
  const tag = running instanceof HTMLScriptElement ? running : ([...document.scripts].find(({ src }) => name.test(src)) ?? null);
  const loaded = performance.getEntriesByType('resource').map((entry) => entry.name);
  return factsOf(tag?.src || loaded.reverse().find((address) => name.test(address)) || location.href, tag);
}
