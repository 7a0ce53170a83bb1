import type { TestReport } from '@replyline/contracts';
import { describe, expect, it } from '@jest/globals';
import { assertPassed, problemOf, TrialFailed } from './trial-failed.js';

const steps: TestReport['steps'] = [
  { name: 'tcp', outcome: 'ok' },
  {
    name: 'authentication',
    outcome: 'failed',
    code: 'service.unavailable',
    remediation: 'Type it again.',
    seen: '535',
  },
];

describe('a trial that failed', () => {
  it('is the problem of the step that failed, with what to do and every step', () => {
    expect(problemOf(new TrialFailed(steps))).toMatchObject({
      type: '/docs/errors/service.unavailable',
      code: 'service.unavailable',
      status: 422,
      detail: 'Type it again.',
      steps,
    });
  });

  it('says first whom Microsoft gave no token', () => {
    const token = { name: 'token', outcome: 'failed' as const, seen: 'Error connecting.', remediation: 'Verify.' };
    expect(problemOf(new TrialFailed([token]))).toMatchObject({ detail: 'Error connecting. Verify.' });
  });

  it.each([
    ['a code that only a newer service knows', [{ name: 'tls', outcome: 'failed' as const, code: 'provider.new' }]],
    ['a name that every object has', [{ name: 'tls', outcome: 'failed' as const, code: 'toString' }]],
    ['no step that failed', []],
  ])('has a code of its own for %s', (_name, unexplained) => {
    expect(problemOf(new TrialFailed(unexplained))).toMatchObject({ code: 'settings.test_failed', status: 422 });
  });
});

describe('a trial', () => {
  it('passes when its outcome is ok', () => {
    expect(() => assertPassed({ outcome: 'ok', steps: [] })).not.toThrow();
  });

  it('fails otherwise', () => {
    expect(() => assertPassed({ outcome: 'failed', steps })).toThrow(TrialFailed);
  });
});
