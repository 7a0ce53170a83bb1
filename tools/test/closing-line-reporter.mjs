/** Ends the run with one line that people and machines can find: `N passed, N failed, N skipped`. */
export default class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = results;
    // A file that does not even load has no tests to fail, and still is a failure.
    const broken = testResults.filter(({ testExecError }) => testExecError !== undefined).length;
    const line = `${numPassedTests} passed, ${numFailedTests + broken} failed, ${numPendingTests + numTodoTests} skipped`;
    // Jest itself still has something to say after its reporters; this is to be the last line.
    process.once('exit', () => process.stdout.write(`\n${line}\n`));
  }
}
