import type { Options } from './embed.d.ts';

/** What a page can say of a box: by these options and attributes. */
export const OPTION_NAMES: readonly (keyof Options)[] = ['site', 'thread', 'url', 'title', 'lang', 'theme', 'view', 'sort'];

/** What a page has said, as text; blank where it has said nothing that can be understood. */
export type PageOptions = { [N in keyof Options]?: string };

/** Whatever a page's script gives, as text: numbers and addresses too; blank for what is no text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || value instanceof URL || Number.isFinite(value) ? String(value).trim() : '';
}

/** Takes over what is said; what is not mentioned stays. */
export function mergeOptions(said: PageOptions, more: { readonly [N in keyof Options]?: unknown }): void {
  for (const name of OPTION_NAMES) if (name in more) said[name] = textOf(more[name]);
}

/** What an element says by its attributes, with or without `data-`. */
export function optionsOf(element: HTMLElement): PageOptions & { site: string } {
  const said: PageOptions & { site: string } = { site: '' };
  for (const name of OPTION_NAMES) said[name] = element.dataset[name] ?? element.getAttribute(name) ?? '';
  return said;
}
