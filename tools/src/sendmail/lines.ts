import type { TestReport } from '@replyline/contracts';

const MARK = { ok: '✓', failed: '✗', 'not checked': '·' } as const;

/** A report for people: each step, what the server said, and what to do where it went wrong. */
export function linesOf({ outcome, steps }: TestReport): string[] {
  const width = Math.max(...steps.map(({ name }) => name.length));
  const told = steps.flatMap(({ name, outcome: came, seen, code, remediation }) => [
    `${MARK[came]} ${name.padEnd(width)}  ${seen ?? came}`,
    ...(remediation === undefined ? [] : [`  ${code === undefined ? '' : `${code}: `}${remediation}`]),
  ]);
  return [...told, outcome === 'ok' ? 'The server has taken the mail.' : 'The mail was not sent.'];
}
