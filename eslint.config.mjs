import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

const layer = (name, ...uses) => ({
  sourceTag: `type:${name}`,
  onlyDependOnLibsWithTags: uses.map((use) => `type:${use}`),
});

/** app → host → adapter → model; adapters do not know each other. The one place where the direction is written down. */
const PRODUCT = [
  layer('app', 'host', 'adapter', 'model'),
  layer('host', 'adapter', 'model'),
  layer('adapter', 'model'),
  layer('model', 'model'),
  layer('local', 'local'),
  layer('testing', 'local', 'model'),
  layer('tool', 'local', 'model'),
  layer('e2e', 'tool', 'testing', 'local', 'model'),
];

const TESTS = ['**/*.spec.ts', 'apps/*/src/testing/**'];

/** A spec, and what specs of one service share, may also use the test library. */
const SPECS = PRODUCT.map((rule) => ({
  ...rule,
  onlyDependOnLibsWithTags: [...rule.onlyDependOnLibsWithTags, 'type:testing', 'type:local'],
}));

const boundaries = (depConstraints) => ({
  '@nx/enforce-module-boundaries': ['error', { enforceBuildableLibDependency: true, allow: [], depConstraints }],
});

const TIMEOUTS = {
  'no-restricted-syntax': [
    'error',
    {
      selector: "MemberExpression[object.name='AbortSignal'][property.name='timeout']",
      message: 'Node 20 may forget it: take `patience` or `within` of @replyline/providers.',
    },
  ],
};

export default [
  { ignores: ['**/dist', '**/out-tsc', '**/*.d.ts', 'libs/config-client/src/schema.ts'] },
  { plugins: { '@nx': nx } },
  ...tseslint.configs.recommended.map((config) => ({ ...config, files: ['**/*.ts'] })),
  { files: ['**/*.ts'], ignores: TESTS, rules: boundaries(PRODUCT) },
  { files: TESTS, rules: boundaries(SPECS) },
  {
    files: ['libs/providers/**/*.ts', 'apps/outbound-mail/**/*.ts', 'apps/inbound-reply/**/*.ts'],
    ignores: ['**/patience.ts', '**/*.spec.ts'],
    rules: TIMEOUTS,
  },
  prettier,
];
