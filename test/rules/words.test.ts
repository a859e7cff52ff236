import { describe, expect, test } from '@jest/globals';
import { allForbiddenWords, describeFinding, forbiddenWords, RULES } from '../support/forbidden-words.ts';
import { moduleOf, sourceFiles } from '../support/import-graph.ts';

/**
 * Modules whose names and comments have none of the forbidden words. A module that is cleaned is added here; none is taken
 * out. `node test/support/forbidden-words.ts` prints what is left elsewhere, by file, with the ordinary words.
 */
const CLEAN: readonly string[] = [
  'client-shared',
  'contract',
  'server/app.ts',
  'server/backup',
  'server/cache',
  'server/cli',
  'server/domain',
  'server/events',
  'server/jobs',
  'server/main.ts',
  'server/maintenance',
  'server/moderation',
  'server/ops',
  'server/outbound',
  'server/page-cache',
  'server/presenters',
  'server/secrets',
  'server/services.ts',
  'server/store',
  'server/threads',
  'server/transfer',
  'server/web',
];

describe('ordinary words', () => {
  const found = allForbiddenWords();
  const modules = new Set(sourceFiles().map(moduleOf));

  test.each(CLEAN)('%s has none of the forbidden words', (name) => {
    expect(modules.has(name)).toBe(true);
    expect(found.filter(({ file }) => moduleOf(file) === name).map(describeFinding)).toEqual([]);
  });

  test('every rule says what is said instead, and every exception why', () => {
    for (const { words, instead, allowed = [] } of RULES) {
      expect(words.length).toBeGreaterThan(0);
      expect(instead).not.toBe('');
      for (const { why, file, name, line } of allowed) {
        expect(why).not.toBe('');
        expect(file ?? name ?? line).toBeDefined();
      }
    }
  });

  test('no word has two rules for the same place', () => {
    const places = RULES.filter(({ only }) => only === undefined).flatMap(({ words, where }) =>
      words.flatMap((word) => where.map((place) => `${place} ${word}`)),
    );
    expect(places.filter((place, n) => places.indexOf(place) !== n)).toEqual([]);
  });
});

describe('what is looked at', () => {
  const wordsIn = (source: string, file = 'server/desk/queue.ts'): string[] => forbiddenWords(file, source).map(({ word }) => word);

  test.each([
    ['const saidAt = 1;', ['said']],
    ['function tellAll(): void {}', ['tell']],
    ['interface Shelf { readonly marks: number }', ['shelf']],
    ['const { heard } = deps;', ['heard']],
    ['class Sealed { judgeIt(): void {} }', ['sealed', 'judge']],
    ['const x = { onNews: 1 };', ['news']],
    ['// Whoever asks is told.\nconst x = 1;', ['told']],
    ['/**\n * One line.\n * It leaves the house.\n */\nconst x = 1;', ['house']],
  ])('%j has %j', (source, words) => {
    expect(wordsIn(source)).toEqual(expect.arrayContaining(words));
  });

  test.each([
    ["const text = 'He said no';", 'a text'],
    ['server.listen(0);', 'a method of the platform'],
    ['import { told as message } from "./a.ts";', 'a name of another file'],
    ['element.addEventListener("click", close);', 'a listener of the page'],
    ['// There is room for one more.\nconst x = 1;', 'space'],
  ])('%j has none: %s', (source) => {
    expect(wordsIn(source)).toEqual([]);
  });

  test('a name of a file', () => {
    expect(wordsIn('export const x = 1;', 'server/desk/tell-changes.ts')).toEqual(['tell']);
  });

  test('rooms of socket.io are no rooms of a house', () => {
    expect(wordsIn('const room = 1;', 'server/live/hub.ts')).toEqual([]);
    expect(wordsIn('const room = 1;')).toEqual(['room']);
  });
});
