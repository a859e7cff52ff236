import { expect, test } from '@jest/globals';
import { changedSettings, DEFAULT_SETTINGS, settingsFromWire, settingsToWire } from '../../server/domain/changed-settings.ts';

test('what a change leaves out stays, in parts too; a list is replaced whole', () => {
  const change = { maxLinks: 0, guests: undefined, matching: { pinyin: true }, threadKeys: { ignoredParameters: ['ref'] } };
  expect(changedSettings(DEFAULT_SETTINGS, change)).toEqual({
    ...DEFAULT_SETTINGS,
    maxLinks: 0,
    matching: { ...DEFAULT_SETTINGS.matching, pinyin: true },
    threadKeys: { ...DEFAULT_SETTINGS.threadKeys, ignoredParameters: ['ref'] },
  });
});

test('stored settings of before a setting was made get its default, and one that there is no more goes', () => {
  const stored: object = { notice: '请就事论事。', forgotten: true };
  expect(changedSettings(DEFAULT_SETTINGS, stored)).toEqual({ ...DEFAULT_SETTINGS, notice: '请就事论事。' });
});

test('durations are seconds on the wire, and nothing else changes on the way', () => {
  expect(settingsToWire({ editWindow: 90_500, maxLength: 2_000 })).toEqual({ editWindow: 90, maxLength: 2_000 });
  expect(settingsFromWire(settingsToWire(DEFAULT_SETTINGS))).toEqual(DEFAULT_SETTINGS);
});
