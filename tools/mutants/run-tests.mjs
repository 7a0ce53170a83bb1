import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { runChild } from './child.mjs';
import { Broken } from './mutation.mjs';

/** Several times what the slowest file of tests takes. A test that hangs is red by its own deadline long before. */
const LIMIT_MS = 240_000;
/** What each further file may take: the first run, with nothing broken, has them all. */
const LIMIT_OF_A_FILE_MS = 60_000;

/**
 * Runs the tests `{ file, name }` and returns what jest says of each one that ran: its file, its full name, whether it
 * passed, and the first line of why not. Throws `Broken` when a file cannot be loaded or jest does not come to its end.
 */
export async function runTests(root, tests, { signal, patienceSeconds } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'replyline-mutants-'));
  const report = join(folder, 'report.json');
  const files = [...new Set(tests.map(({ file }) => file))];
  const names = [...new Set(tests.map(({ name }) => escaped(name)))].join('|');
  const patience = patienceSeconds ? ['--testTimeout', String(patienceSeconds * 1_000)] : [];
  const jest = ['tools/test/run-jest.mjs', ...files, '-t', names, '--json', '--outputFile', report, ...patience];
  const limitMs = LIMIT_MS + files.length * LIMIT_OF_A_FILE_MS;
  const limit = AbortSignal.any([signal, AbortSignal.timeout(limitMs)].filter(Boolean));
  try {
    const { output } = await runChild([process.execPath, ...jest], { cwd: root, signal: limit });
    return read(report, output).testResults.flatMap((file) => ranIn(root, file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function read(report, output) {
  if (!existsSync(report)) throw new Broken(`jest did not come to its end:\n${tail(output)}`);
  const found = JSON.parse(readFileSync(report, 'utf8'));
  // A file that could not be loaded, or that failed around its tests: no test says what is wrong.
  const isMute = ({ status, assertionResults }) => status === 'failed' && !assertionResults.some(isRed);
  if (found.testResults.some(isMute)) throw new Broken(`a test file failed and none of its tests:\n${tail(output)}`);
  return found;
}

const isRed = ({ status }) => status === 'failed';

const ranIn = (root, { name, assertionResults }) =>
  assertionResults
    .filter(({ status }) => status === 'passed' || status === 'failed')
    .map(({ fullName, status, failureMessages }) => ({
      file: relative(root, name).split(sep).join('/'),
      fullName,
      isGreen: status === 'passed',
      why: (failureMessages[0] ?? '').split('\n')[0],
    }));

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const tail = (output) => output.trimEnd().split('\n').slice(-30).join('\n');
