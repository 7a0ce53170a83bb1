/** The tracking modes, as the describe blocks of `e2e/src/journeys/journey.ts` name them. */
const MODES = ['address', 'message-id'];
const COLUMN = /^journeys by (.+)$/;

/** Prints journey × tracking mode. A run that played journeys and left a cell empty has failed. */
export default class JourneyTableReporter {
  #empty = [];

  onRunComplete(_contexts, { testResults }) {
    const table = tableOf(testResults);
    if (table.size === 0) return;
    const width = Math.max(...[...table.keys()].map((name) => name.length));
    process.stderr.write(`\n${'journey'.padEnd(width)}  ${MODES.map((mode) => mode.padEnd(12)).join('')}\n`);
    for (const [name, cells] of table) {
      const row = MODES.map((mode) => (cells.get(mode) ?? 'NOT RUN').padEnd(12)).join('');
      process.stderr.write(`${name.padEnd(width)}  ${row}\n`);
      if (MODES.some((mode) => !cells.has(mode))) this.#empty.push(name);
    }
    process.stderr.write('\n');
  }

  getLastError() {
    if (this.#empty.length > 0)
      return new Error(`journeys that did not run in every tracking mode: ${this.#empty.join('; ')}`);
    return undefined;
  }
}

function tableOf(files) {
  const table = new Map();
  for (const { ancestorTitles, title, status, duration } of files.flatMap((file) => file.testResults)) {
    const mode = COLUMN.exec(ancestorTitles[0] ?? '')?.[1];
    if (!mode || status === 'pending') continue;
    if (!table.has(title)) table.set(title, new Map());
    table.get(title).set(mode, status === 'passed' ? `ok ${(duration / 1000).toFixed(1)} s` : 'FAILED');
  }
  return table;
}
