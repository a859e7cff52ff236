import { effect, signal } from '@preact/signals';
import type { Lang } from '../client-shared/language.ts';
import { chosenLang, kept } from './chosen-lang.ts';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** The languages by their own names. */
export const LANGS: readonly (readonly [Lang, string])[] = [
  ['zh-CN', '简体中文'],
  ['zh-TW', '繁體中文'],
  ['en', 'English'],
];

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`liangju-admin:${name}`, value);
  } catch {
    // Where storage is forbidden the choice lasts as long as the page.
  }
}

const isTheme = (value: string | null): value is Theme => THEMES.some((theme) => theme === value);

const keptTheme = kept('theme');

/** The moderator's own choices, kept on this machine. */
export const lang = signal<Lang>(chosenLang());
export const theme = signal<Theme>(isTheme(keptTheme) ? keptTheme : 'auto');
export const keysOn = signal(kept('keys') !== 'off');

/** Applies the choices to the page and keeps them, now and whenever they change. */
export function applyChoices(): void {
  effect(() => {
    document.documentElement.lang = lang.value;
    keep('lang', lang.value);
  });
  effect(() => {
    document.documentElement.dataset.theme = theme.value;
    keep('theme', theme.value);
  });
  effect(() => keep('keys', keysOn.value ? 'on' : 'off'));
}
