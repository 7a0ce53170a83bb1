import { readFileSync } from 'node:fs';

/** The value below which `share` of the samples lie (nearest rank). */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

export interface Figure {
  readonly name: string;
  readonly samples: readonly number[];
  readonly unit: 'ms' | 'MB' | 's' | 'req/s' | 'mails/s';
  /** What the median should not exceed, or, where more is better, reach. */
  readonly goal?: number;
  readonly isMoreBetter?: boolean;
  /** The same thing without us, measured in the same run: machines differ, ratios less so. */
  readonly against?: { readonly name: string; readonly samples: readonly number[] };
}

/** One line a figure: median, p99, the goal, and what it is compared with. */
export function print(figures: readonly Figure[]): void {
  for (const { name, samples, unit, goal, isMoreBetter = false, against } of figures) {
    const p50 = percentile(samples, 0.5);
    const parts = [`p50 ${show(p50, unit)}`, `p99 ${show(percentile(samples, 0.99), unit)}`, `n=${samples.length}`];
    if (goal !== undefined) {
      const isReached = isMoreBetter ? p50 >= goal : p50 <= goal;
      parts.push(`goal ${show(goal, unit)}: ${isReached ? 'reached' : 'NOT REACHED'}`);
    }
    if (against) {
      const reference = percentile(against.samples, 0.5);
      const p99 = percentile(against.samples, 0.99);
      parts.push(
        `against ${against.name}: p50 ${show(reference, unit)}, p99 ${show(p99, unit)}, ratio ${(p50 / reference).toFixed(2)}`,
      );
    }
    console.log(`${name}\n    ${parts.join(' | ')}`);
  }
}

/** VmRSS of proc(5). */
export function residentMb(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

const show = (value: number, unit: Figure['unit']): string => `${value.toFixed(value < 100 ? 1 : 0)} ${unit}`;
