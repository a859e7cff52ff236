import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { avatarCss } from '../../client-widget/parts/avatar.tsx';

type Tokens = Map<string, string>;
let light: Tokens;
let dark: Tokens;

/** The custom properties of the rules of a selector; `var(--liangju-x, #fff)` counts as its own value. */
function tokensOf(css: string, selector: string): Tokens {
  const rules = css.split('}').filter((rule) => rule.trim().startsWith(`${selector} {`));
  const found = rules.join('').matchAll(/--([\w-]+): (?:var\(--liangju-[\w-]+, )?(#[0-9a-f]{3,6})/g);
  return new Map([...found].map(([, name = '', value = '']) => [name, value]));
}

beforeAll(async () => {
  const folder = join(import.meta.dirname, '../../client-widget');
  const css = (await Promise.all(['style.css', 'late.css'].map((file) => readFile(join(folder, file), 'utf8')))).join('\n');
  light = tokensOf(css, '.liangju');
  dark = tokensOf(css, '.liangju[data-theme="dark"]');
});

type Rgb = [number, number, number];

function rgbOf(hex: string): Rgb {
  const full = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join('') : hex.slice(1);
  return [0, 2, 4].map((at) => Number.parseInt(full.slice(at, at + 2), 16)) as Rgb;
}

/** WCAG 2.2: relative luminance. */
function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function ratio(one: Rgb, other: Rgb): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** Text and what it stands on, in both themes. */
const TEXTS: [string, string][] = [
  ['fg', 'bg'],
  ['fg', 'surface'],
  ['fg-2', 'bg'],
  ['fg-2', 'surface'],
  ['fg-3', 'bg'],
  ['fg-3', 'surface'],
  ['accent', 'bg'],
  ['on-accent', 'accent'],
  ['link', 'bg'],
  ['link', 'surface'],
  ['warn', 'warn-bg'],
  ['bad', 'bad-bg'],
  ['bad', 'bg'],
  ['info', 'info-bg'],
  ['bg', 'fg'],
];

describe.each(['light', 'dark'])('%s', (theme) => {
  const colour = (name: string): Rgb => {
    const value = (theme === 'light' ? light : dark).get(name);
    if (value === undefined) throw new Error(`no colour ${name} in ${theme}`);
    return rgbOf(value);
  };

  test.each(TEXTS)('%s can be read on %s', (text, ground) => {
    expect(ratio(colour(text), colour(ground))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(['border', 'link'])('the edge of a control in %s can be told from the ground', (edge) => {
    expect(ratio(colour(edge), colour('bg'))).toBeGreaterThanOrEqual(3);
  });
});

test('the letter on every avatar can be read', () => {
  const hues = [...avatarCss.matchAll(/hsl\((\d+) (\d+)% (\d+)%\)/g)];
  expect(hues.length).toBe(12);
  for (const [, h = '0', s = '0', l = '0'] of hues) {
    const [hue, saturation, lightness] = [Number(h), Number(s) / 100, Number(l) / 100];
    const part = (n: number): number => {
      const k = (n + hue / 30) % 12;
      return 255 * (lightness - saturation * Math.min(lightness, 1 - lightness) * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
    };
    expect(ratio([part(0), part(8), part(4)], [255, 255, 255])).toBeGreaterThanOrEqual(4.5);
  }
});
