interface Stoppable {
  stop(): Promise<void>;
}

/** `Promise.all`, but it fails only when everything has settled: what starts late can then be ended too. */
export async function settled<T extends readonly unknown[] | []>(
  starting: readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  await Promise.allSettled(starting);
  return (await Promise.all(starting)) as unknown as T;
}

/** Servers that start side by side. When one of them fails, the others are stopped as soon as they have started. */
export async function allOrNone<T extends readonly Stoppable[] | []>(
  starting: readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  try {
    return await settled<T>(starting);
  } catch (error) {
    const started = await Promise.allSettled<Stoppable>(starting);
    await stopAll(started.flatMap((it) => (it.status === 'fulfilled' ? [() => it.value.stop()] : [])));
    throw error;
  }
}

/** Calls each in turn, whatever becomes of the ones before it; then throws what the first of them threw. */
export async function stopAll(ends: readonly (() => Promise<void>)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const end of ends) await end().catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}
