import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { generatedPages } from '../../scripts/docs.ts';
import { readSettings } from '../../server/config/load.ts';
import { metaOf, SETTING_NAMES } from '../../server/config/schema.ts';

describe('the pages about the settings', () => {
  test.each([...generatedPages()])('%s is what the schema says (else run scripts/docs.ts)', async (path, text) => {
    expect(await readFile(join(import.meta.dirname, '../..', path), 'utf8')).toBe(text);
  });

  test('each setting is told in every language, and in the languages’ own letters', () => {
    for (const name of SETTING_NAMES) {
      const { about, form } = metaOf(name);
      for (const said of [about, form]) {
        expect(said['zh-CN']).toMatch(/\p{Script=Han}/u);
        expect(said['zh-TW']).toMatch(/\p{Script=Han}/u);
        expect(said.en).not.toMatch(/\p{Script=Han}/u);
      }
    }
  });

  test('the example names every setting once', () => {
    const example = generatedPages().get('.env.example') ?? '';
    for (const name of SETTING_NAMES) expect(example.match(new RegExp(`^#${metaOf(name).env}=`, 'gm'))).toHaveLength(1);
  });

  test('the defaults are values that the settings take', () => {
    const env = Object.fromEntries(SETTING_NAMES.map((name) => [metaOf(name).env, metaOf(name).default ?? undefined]));
    expect(readSettings({ env }).settings).toEqual(readSettings({ env: {} }).settings);
  });
});
