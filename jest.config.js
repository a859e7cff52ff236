const base = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  setupFiles: ['<rootDir>/test/support/keep-compiled.ts'],
  transform: { '\\.tsx?$': '<rootDir>/scripts/jest-transform.js' },
};
const project = (displayName, folders) => ({
  ...base,
  displayName,
  testMatch: folders.map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`),
});

export default {
  // Longer than all that one test waits for, on a slow and busy machine too: what is late fails by its own words before.
  testTimeout: 180_000,
  // What the modules of a file were is never given back. A process with a large heap takes longer to end than the half second
  // after which jest calls it leaking, and its collections take time too: one is ended between two files, and another goes on.
  workerIdleMemoryLimit: '300MB',
  testSequencer: '<rootDir>/scripts/long-tests-first.js',
  projects: [
    project('unit', ['domain', 'comments', 'moderation', 'people', 'rules', 'config', 'ops', 'events', 'widget', 'admin', 'listing']),
    project('store', ['store']),
    project('http', ['http', 'matrix', 'live', 'cli']),
    project('browser', ['browser']),
    project('fault', ['fault']),
  ],
};
