import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const base = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  setupFiles: ['<rootDir>/test/support/keep-compiled.ts', '<rootDir>/test/support/load-html-parser.ts'],
  transform: { '\\.tsx?$': '<rootDir>/scripts/jest-transform.js' },
};
const project = (displayName, folders) => ({
  ...base,
  displayName,
  testMatch: folders.map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`),
});

/** Folders whose tests start servers, stores or browsers; all others are tests of units. */
const STORE = ['store'];
const HTTP = ['http', 'live', 'cli'];
const BROWSER = ['browser'];
const FAULT = ['fault'];
const NOT_UNIT = new Set([...STORE, ...HTTP, ...BROWSER, ...FAULT, 'support']);
const UNIT = readdirSync(join(import.meta.dirname, 'test'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !NOT_UNIT.has(entry.name))
  .map(({ name }) => name);

export default {
  // Longer than all that one test waits for, on a slow and busy machine too: what is late fails by its own words before.
  testTimeout: 180_000,
  // What the modules of a file were is never given back. A process with a large heap takes longer to end than the half second
  // after which jest calls it leaking, and its collections take time too: one is ended between two files, and another goes on.
  workerIdleMemoryLimit: '700MB',
  testSequencer: '<rootDir>/scripts/long-tests-first.js',
  projects: [project('unit', UNIT), project('store', STORE), project('http', HTTP), project('browser', BROWSER), project('fault', FAULT)],
};
