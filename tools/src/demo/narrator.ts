/** Tells each step with its time; what a person would see stands indented below it. */
export function narrator(began: number): (step: string, shown?: string) => void {
  let before = began;
  return (step, shown) => {
    const now = Date.now();
    const total = `${((now - began) / 1_000).toFixed(2)} s`;
    console.log(`${total.padStart(8)}  ${`+${now - before} ms`.padStart(9)}  ${step}`);
    if (shown) console.log(`\n${shown.trimEnd().replace(/^/gm, '    │ ')}\n`);
    before = now;
  };
}
