/** Progress goes to standard error. */
export const say = (line) => void process.stderr.write(`${line}\n`);

export const seconds = (startedAt) => `${((performance.now() - startedAt) / 1_000).toFixed(1)} s`;

const COLUMNS = [
  ({ mutant }) => mutant.guarantee,
  ({ mutant }) => mutant.name,
  ({ outcome }) => (outcome === 'killed' ? 'killed' : (outcome ?? '').toUpperCase()),
  ({ took }) => took ?? '',
  ({ mutant }) => mutant.promise,
];

/** One line a mutant, and below it the test that noticed, or has to. */
export function table(results) {
  const rows = results.map((result) => COLUMNS.map((column) => column(result)));
  const widths = COLUMNS.map((_, at) => Math.max(...rows.map((row) => row[at].length)));
  const line = (row) =>
    row
      .flatMap((cell, at) => (widths[at] > 0 ? [cell.padEnd(widths[at])] : []))
      .join('  ')
      .trimEnd();
  return rows.map((row, at) => `${line(row)}\n${' '.repeat(widths[0])}  ${proofOf(results[at])}`).join('\n');
}

const proofOf = ({ mutant: { test }, red }) =>
  red ? `red: ${test.file}: ${red.fullName}\n${' '.repeat(8)}${red.why}` : `${test.file}: ${test.name}`;
