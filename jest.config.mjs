const swc = [
  '@swc/jest',
  {
    swcrc: false,
    jsc: {
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
      target: 'es2023',
      keepClassNames: true,
    },
    module: { type: 'es6' },
    sourceMaps: 'inline',
  },
];

/** One run for the whole workspace: `libs` and `apps` beside their sources, `e2e` across services. */
export default {
  // Packages once a worker, our own modules anew for each spec: docs/adr/0031-specs-of-a-worker-share-packages.md.
  testEnvironment: './tools/test/one-realm.mjs',
  runtime: './tools/test/kept-packages.mjs',
  // Sources are tested, not builds: the condition leads to each library's `src`.
  testEnvironmentOptions: { customExportConditions: ['@replyline/source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': swc },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json'],
  testMatch: ['<rootDir>/{libs,apps,tools,e2e,bench}/**/*.spec.ts'],
  modulePathIgnorePatterns: ['/dist/', '/out-tsc/'],
  globalSetup: './tools/test/global-setup.mjs',
  globalTeardown: './tools/test/global-teardown.mjs',
  // The closing line comes last.
  reporters: ['default', './tools/test/journey-table-reporter.mjs', './tools/test/closing-line-reporter.mjs'],
  testSequencer: './tools/test/running-order.mjs',
  // How long something may be missing until it is called missing: what waits, waits for a fact, and a slow machine is no fault.
  testTimeout: 120_000,
  // One more than the two cores of CI: the long specs wait for real servers most of their time. Four in five seconds of
  // those of leases and of unknown outcomes are waiting, and of a whole run with two workers a third.
  maxWorkers: 3,
};
