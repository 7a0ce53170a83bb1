/** What is no numbered guarantee, and is promised all the same. */
export default [
  {
    name: 'words-are-lost',
    promise: 'what a person wrote is in the reply or in what was left out, never nowhere',
    file: 'libs/mail/src/reply/read-document.ts',
    find: `elided: elidedText(isRestOwn ? { ...doc, rest: '' } : doc, decision),`,
    replace: `elided: '',`,
    test: { file: 'libs/mail/src/corpus.spec.ts', name: 'loses no word' },
  },
  {
    name: 'models-know-adapters',
    promise: 'models import no adapters, and lint says so',
    file: 'eslint.config.mjs',
    find: `layer('model', 'model'),`,
    replace: `layer('model', 'model', 'adapter'),`,
    test: { file: 'tools/src/check/boundaries.spec.ts', name: 'refuses a model that imports an adapter' },
  },
  {
    name: 'lint-without-boundaries',
    promise: 'the direction of imports is checked at all',
    file: 'eslint.config.mjs',
    find: `{ files: ['**/*.ts'], ignores: TESTS, rules: boundaries(PRODUCT) },`,
    replace: ``,
    test: { file: 'tools/src/check/boundaries.spec.ts', name: 'refuses an app that imports the test library' },
  },
];
