import { parentPort } from 'node:worker_threads';
import { fuzz } from './run.js';

parentPort!.on('message', ({ runs, seed }: { runs: number; seed: number }) => {
  void fuzz(runs, seed).then((finding) => parentPort!.postMessage(finding));
});
