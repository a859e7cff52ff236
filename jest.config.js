import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const base = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
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
  projects: [project('unit', UNIT), project('store', STORE), project('http', HTTP), project('browser', BROWSER), project('fault', FAULT)],
};
