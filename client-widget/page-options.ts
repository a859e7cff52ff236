import type { Options } from './embed.d.ts';

/** The names under which a page sets options of a box: as properties and as attributes. */
export const OPTION_NAMES: readonly (keyof Options)[] = ['site', 'thread', 'url', 'title', 'lang', 'theme', 'view', 'sort', 'sso'];

/** The options that a page has set, as texts; blank where a value is no text. A sign-on may be a function too. */
export type PageOptions = { [N in Exclude<keyof Options, 'sso'>]?: string } & Pick<Options, 'sso'>;

/** A value that a page's script sets, as text: numbers and addresses too; blank for all other values. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || value instanceof URL || Number.isFinite(value) ? String(value).trim() : '';
}

/** Puts more options into those that are there; what is not mentioned stays. */
export function mergeOptions(options: PageOptions, more: { readonly [N in keyof Options]?: unknown }): void {
  for (const name of OPTION_NAMES) {
    const value = more[name];
    if (name === 'sso' && typeof value === 'function') options.sso = () => value();
    else if (name in more) options[name] = textOf(value);
  }
}

/** The options in the attributes of an element, with or without `data-`. */
export function optionsOf(element: HTMLElement): PageOptions & { site: string } {
  const options: PageOptions & { site: string } = { site: '' };
  for (const name of OPTION_NAMES) options[name] = element.dataset[name] ?? element.getAttribute(name) ?? '';
  return options;
}
