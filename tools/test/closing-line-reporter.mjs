import { writeSync } from 'node:fs';

/** Ends the run with one line that people and machines can find: `N passed, N failed, N skipped`. */
export default class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = results;
    // A file that does not even load has no tests to fail, and still is a failure.
    const broken = testResults.filter(({ testExecError }) => testExecError !== undefined).length;
    const line = `${numPassedTests} passed, ${numFailedTests + broken} failed, ${numPendingTests + numTodoTests} skipped`;
    // Jest still has something to say after its reporters, and then closes its output: this is to be the last line.
    process.once('exit', () => writeSync(process.stdout.fd, `\n${line}\n`));
  }
}
